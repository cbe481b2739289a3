import { getDirective, MapperKind, mapSchema } from '@graphql-tools/utils';
import {
  defaultFieldResolver,
  GraphQLError,
  GraphQLObjectType,
  type GraphQLFieldConfig,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import type { Actor } from './actor.ts';
import type { Context } from './context.ts';

/** What a caller must show to see a field. Outer list: any of; inner list: all of. */
export interface AccessRule {
  readonly authenticated: boolean;
  readonly scopes: readonly (readonly string[])[];
  readonly policies: readonly (readonly string[])[];
}

const asAlternatives = (value: unknown): string[][] =>
  (Array.isArray(value) ? value : []).map((all: unknown) => (Array.isArray(all) ? all.map(String) : [String(all)]));

/** The rule that the federation directives on a schema element state; null when they say nothing. */
export function accessRuleOf(schema: GraphQLSchema, element: Parameters<typeof getDirective>[1]): AccessRule | null {
  const one = (name: string) => getDirective(schema, element, name)?.[0];
  const authenticated = one('authenticated') ?? one('federation__authenticated');
  const scopes = one('requiresScopes') ?? one('federation__requiresScopes');
  const policies = one('policy') ?? one('federation__policy');
  if (!authenticated && !scopes && !policies) return null;
  return {
    authenticated: true,
    scopes: asAlternatives(scopes?.['scopes']),
    policies: asAlternatives(policies?.['policies']),
  };
}

/** What `@policy` may name: a question about the caller that scopes alone do not answer. */
export type PolicyCheck = (actor: Actor) => boolean;

const meets = (alternatives: readonly (readonly string[])[], has: (name: string) => boolean) =>
  alternatives.length === 0 || alternatives.some((all) => all.every(has));

/** Whether `actor` passes `rule`; the answer says why not. */
export function mayAccess(
  rule: AccessRule,
  actor: Actor,
  policies: Readonly<Record<string, PolicyCheck>>,
): 'YES' | 'UNAUTHENTICATED' | 'FORBIDDEN' {
  if (actor.role === 'ANONYMOUS') return 'UNAUTHENTICATED';
  const granted = meets(rule.scopes, (scope) => actor.scopes.includes(scope));
  return granted && meets(rule.policies, (name) => policies[name]?.(actor) ?? false) ? 'YES' : 'FORBIDDEN';
}

const refusal = (code: 'UNAUTHENTICATED' | 'FORBIDDEN', field: string) =>
  new GraphQLError(code === 'FORBIDDEN' ? `You may not see ${field}.` : `Sign in to see ${field}.`, {
    extensions: { code },
  });

function guard(
  field: GraphQLFieldConfig<unknown, Context>,
  coordinate: string,
  rules: readonly AccessRule[],
  policies: Readonly<Record<string, PolicyCheck>>,
): GraphQLFieldConfig<unknown, Context> {
  const resolve = field.resolve ?? defaultFieldResolver;
  return {
    ...field,
    resolve: (source, args, context, info) => {
      for (const rule of rules) {
        const answer = mayAccess(rule, context.actor, policies);
        if (answer !== 'YES') throw refusal(answer, coordinate);
      }
      return resolve(source, args, context, info);
    },
  };
}

type ReferenceResolver = (reference: unknown, context: Context, info: GraphQLResolveInfo) => unknown;

/**
 * Looks up an entity only for those who may see something of it. A query for nothing but an id asks no field of the type, and would tell by its
 * answer whether there is such an entity.
 */
function guardReference(
  type: GraphQLObjectType,
  rule: AccessRule | null,
  policies: Readonly<Record<string, PolicyCheck>>,
): GraphQLObjectType {
  // Where buildSubgraphSchema keeps a type's __resolveReference.
  const { apollo } = type.extensions as { apollo?: { subgraph?: { resolveReference?: ReferenceResolver } } };
  const lookUp = apollo?.subgraph?.resolveReference;
  if (!rule || !lookUp) return type;
  const resolveReference: ReferenceResolver = (reference, context, info) => {
    const answer = mayAccess(rule, context.actor, policies);
    // A promise, since an error thrown here would take the other entities of the call with it.
    return answer === 'YES' ? lookUp(reference, context, info) : Promise.reject(refusal(answer, type.name));
  };
  const guarded = { ...apollo, subgraph: { ...apollo?.subgraph, resolveReference } };
  return new GraphQLObjectType({ ...type.toConfig(), extensions: { ...type.extensions, apollo: guarded } });
}

/**
 * Makes a schema enforce `@authenticated`, `@requiresScopes` and `@policy` at every field, whichever road leads there: item, list,
 * search or `_entities`. A refused field is null with an error of code FORBIDDEN or UNAUTHENTICATED. Rules on a type hold for all of
 * its fields.
 */
export function enforceAccess(
  schema: GraphQLSchema,
  policies: Readonly<Record<string, PolicyCheck>> = {},
): GraphQLSchema {
  return mapSchema(schema, {
    [MapperKind.OBJECT_TYPE]: (type) => guardReference(type, accessRuleOf(schema, type), policies),
    [MapperKind.OBJECT_FIELD]: (field, name, typeName) => {
      const type = schema.getType(typeName);
      const rules = [type && accessRuleOf(schema, type), accessRuleOf(schema, field)].filter(
        (rule): rule is AccessRule => Boolean(rule),
      );
      return rules.length > 0
        ? guard(field as GraphQLFieldConfig<unknown, Context>, `${typeName}.${name}`, rules, policies)
        : field;
    },
  });
}
