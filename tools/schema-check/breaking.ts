import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  BreakingChangeType,
  findBreakingChanges,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
  type GraphQLSchema,
} from 'graphql';

/** A change that would break somebody who uses the subgraph as it is published. */
export interface Breakage {
  readonly kind: string;
  readonly description: string;
}

/** Changes of directives: they tell the composer things and no client uses them. */
const ofDirectives = new Set<string>([
  BreakingChangeType.DIRECTIVE_REMOVED,
  BreakingChangeType.DIRECTIVE_ARG_REMOVED,
  BreakingChangeType.DIRECTIVE_LOCATION_REMOVED,
  BreakingChangeType.DIRECTIVE_REPEATABLE_REMOVED,
  BreakingChangeType.REQUIRED_DIRECTIVE_ARG_ADDED,
]);

/** Whether a field or enum value was deprecated: then its removal was announced, and is allowed. */
function wasDeprecated(schema: GraphQLSchema, coordinate: string): boolean {
  const [typename = '', member = ''] = coordinate.split('.');
  const type = schema.getType(typename);
  if (isEnumType(type)) return Boolean(type.getValue(member)?.deprecationReason);
  if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))
    return Boolean(type.getFields()[member]?.deprecationReason);
  return false;
}

function wasAnnounced(published: GraphQLSchema, kind: string, description: string): boolean {
  const field = /^(\S+) was removed\.$/.exec(description)?.[1];
  if (kind === BreakingChangeType.FIELD_REMOVED && field) return wasDeprecated(published, field);
  const [, value, type] = /^(\S+) was removed from enum type (\S+)\.$/.exec(description) ?? [];
  return kind === BreakingChangeType.VALUE_REMOVED_FROM_ENUM && wasDeprecated(published, `${type}.${value}`);
}

/** What of `published` would break with `next`, both the SDL of one subgraph. Removing what was deprecated breaks nobody. */
export function breakages(published: string, next: string): Breakage[] {
  const before = buildSubgraphSchema(parse(published));
  const after = buildSubgraphSchema(parse(next));
  return findBreakingChanges(before, after)
    .filter(({ type }) => !ofDirectives.has(type))
    .filter(({ type, description }) => !wasAnnounced(before, type, description))
    .map(({ type, description }) => ({ kind: type, description }));
}
