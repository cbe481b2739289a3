import { Kind, type ConstDirectiveNode, type DocumentNode } from 'graphql';
import { reachOf, roles, scopesOf, type Role } from '@courtesy/subgraph/actor';

/** What a caller must show: the words of one rule are alternatives of sets, any one set of which is enough. */
type Alternatives = readonly (readonly string[])[];

/** Who may see one field of the composed graph. */
export interface FieldAccess {
  readonly typename: string;
  readonly field: string;
  /** The rules of the type and of the field; all of them hold. Empty: nobody decided. */
  readonly rules: readonly AccessRule[];
}

/** One directive's demand. */
export interface AccessRule {
  readonly scopes: Alternatives;
  readonly policies: Alternatives;
}

type WithDirectives = { readonly directives?: readonly ConstDirectiveNode[] | undefined };

function alternativesOf(directive: ConstDirectiveNode, name: string): string[][] {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  if (value?.kind !== Kind.LIST) return [];
  return value.values.map((all) =>
    (all.kind === Kind.LIST ? all.values : [all]).flatMap((one) => (one.kind === Kind.STRING ? [one.value] : [])),
  );
}

function rulesOf(node: WithDirectives): AccessRule[] {
  return (node.directives ?? []).flatMap((directive): AccessRule[] => {
    switch (directive.name.value) {
      case 'authenticated':
        return [{ scopes: [], policies: [] }];
      case 'requiresScopes':
        return [{ scopes: alternativesOf(directive, 'scopes'), policies: [] }];
      case 'policy':
        return [{ scopes: [], policies: alternativesOf(directive, 'policies') }];
      default:
        return [];
    }
  });
}

/** Types that composition adds for itself. */
const isMachinery = (typename: string) => /^(join|link|core)__/.test(typename);

/** Every field of every object type of a supergraph, with the rules that guard it. */
export function readAccess(supergraph: DocumentNode): FieldAccess[] {
  return supergraph.definitions
    .filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION)
    .filter(({ name }) => !isMachinery(name.value))
    .flatMap((type) =>
      (type.fields ?? []).map((field) => ({
        typename: type.name.value,
        field: field.name.value,
        rules: [...rulesOf(type), ...rulesOf(field)],
      })),
    );
}

/** Fields for which nobody decided who may see them, as `Type.field`. */
export const undecided = (access: readonly FieldAccess[]): string[] =>
  access.filter(({ rules }) => rules.length === 0).map(({ typename, field }) => `${typename}.${field}`);

/** Whether a role sees a field: yes, no, or only when a policy about the caller says so. */
export function roleSees(role: Role, { rules }: FieldAccess): 'yes' | 'no' | 'policy' {
  if (role === 'ANONYMOUS') return 'no';
  const scopes = scopesOf(role);
  const granted = rules.every(
    (rule) => rule.scopes.length === 0 || rule.scopes.some((all) => all.every((scope) => scopes.includes(scope))),
  );
  if (!granted) return 'no';
  return rules.some((rule) => rule.policies.length > 0) ? 'policy' : 'yes';
}

const wordsOf = (alternatives: Alternatives) =>
  alternatives.map((all) => all.map((word) => `\`${word}\``).join(' and ')).join(', or ');

function needs({ rules }: FieldAccess): string {
  const words = rules.flatMap(({ scopes, policies }) => [
    ...(scopes.length > 0 ? [wordsOf(scopes)] : []),
    ...(policies.length > 0 ? [`policy ${wordsOf(policies)}`] : []),
  ]);
  return words.length > 0 ? [...new Set(words)].join('; ') : 'a token';
}

const marks = { yes: 'yes', no: '', policy: 'policy' } as const;
const named: readonly Role[] = roles.filter((role) => role !== 'ANONYMOUS');

function typeSection(typename: string, fields: readonly FieldAccess[]): string {
  const rows = fields.map(
    (field) =>
      `| ${field.field} | ${needs(field)} | ${named.map((role) => marks[roleSees(role, field)]).join(' | ')} |`,
  );
  const head = `| field | needs | ${named.map((role) => role.toLowerCase()).join(' | ')} |`;
  return [`## ${typename}`, '', head, `|${' --- |'.repeat(named.length + 2)}`, ...rows].join('\n');
}

function roleSection(): string {
  const rows = named.map(
    (role) =>
      `| ${role.toLowerCase()} | ${reachOf(role)} | ${scopesOf(role)
        .map((scope) => `\`${scope}\``)
        .join(' ')} |`,
  );
  return [
    '## Roles',
    '',
    '| role | sees, unless its token says otherwise | scopes |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** `docs/access.md`: who may see which field, by role. The same supergraph gives the same text. */
export function accessDocument(supergraph: DocumentNode): string {
  const access = readAccess(supergraph);
  const typenames = [...new Set(access.map(({ typename }) => typename))].sort((a, b) => a.localeCompare(b, 'en'));
  const sections = typenames.map((typename) =>
    typeSection(
      typename,
      access.filter((field) => field.typename === typename),
    ),
  );
  return [
    '# Who may see what',
    '',
    '<!-- GENERATED by tools/compose from the directives in the graph and the scopes in libs/subgraph/src/actor.ts. Do not edit. -->',
    '',
    'Field by field, what a caller must show and which roles can. How far a role sees (own, team, site, region, all) is decided beside',
    'this, row by row, in each service. A caller without a token sees nothing.',
    '',
    roleSection(),
    '',
    sections.join('\n\n'),
    '',
  ].join('\n');
}
