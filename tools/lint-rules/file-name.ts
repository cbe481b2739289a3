import type { Rule } from 'eslint';
import { placeOf, type Place } from './place.ts';

/** Roles a file of a subgraph may have. The list is closed: a new role is a decision, not a name. */
const SUBGRAPH_ROLES = new Set(['', 'resolvers', 'commands', 'table', 'store', 'reaction', 'spec', 'graph.spec']);
const OTHER_ROLES = new Set(['', 'spec', 'graph.spec']);
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Names that say where code was put instead of what it means. */
const EMPTY_NAMES = new Set('util utils helper helpers base common misc manager managers shared stuff'.split(' '));

function problemWith(place: Place): string | null {
  const folders = place.path.split('/').slice(0, -1);
  const vague = [...folders, place.stem].find((part) => EMPTY_NAMES.has(part));
  const isSharedSdl = place.path.endsWith('/common.graphql');
  if (vague !== undefined && !isSharedSdl) return `"${vague}" does not say what the file means`;
  if (!KEBAB.test(place.stem)) return 'file names are kebab-case';
  if (place.stem === 'index' && !/^libs\/[^/]+\/src\/index(\.spec)?\.ts$/.test(place.path))
    return "only a lib's src/index.ts is an index";
  return isKnownRole(place) ? null : `".${place.role}" is not one of the file roles`;
}

function isKnownRole({ path, area, project, role, inSubgraph }: Place): boolean {
  if (path.endsWith('.graphql')) return role === '';
  if (inSubgraph) return SUBGRAPH_ROLES.has(role);
  return OTHER_ROLES.has(role) || (area === 'libs' && project === 'events' && /^v\d+(\.spec)?$/.test(role));
}

/** A file's name is its concept and one role of a closed list. */
export const fileName: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { name: '{{problem}} ({{path}}).' },
  },
  create(context) {
    const place = placeOf(context);
    const problem = place.area === '' ? null : problemWith(place);
    if (problem === null) return {};
    return { Program: (node) => context.report({ node, messageId: 'name', data: { problem, path: place.path } }) };
  },
};
