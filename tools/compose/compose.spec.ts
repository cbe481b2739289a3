import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { readSupergraph } from '@courtesy/gateway/src/supergraph-document.ts';
import { composeGraph, type Composition } from './compose.ts';

const head = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@requiresScopes", "@composeDirective"])
  @link(url: "https://courtesy.dev/specs/courtesy/v1.0", import: ["@idPrefix"])
  @composeDirective(name: "@idPrefix")
directive @idPrefix(prefix: String!) on OBJECT
interface Node { id: ID! }
`;
const subgraph = (name: string, sdl: string) => ({ name, url: `http://${name}/graphql`, sdl: `${head}${sdl}` });

const parcels = subgraph(
  'parcels',
  `type Query { parcel(id: ID!): Parcel @authenticated }
   type Parcel implements Node @key(fields: "id") @idPrefix(prefix: "parcel") @authenticated { id: ID! sender: Person }
   type Person @key(fields: "id") @authenticated { id: ID! parcels: [Parcel!]! }`,
);
const people = subgraph(
  'people',
  `type Query { person(id: ID!): Person @authenticated }
   type Person implements Node @key(fields: "id") @idPrefix(prefix: "pers") @authenticated { id: ID! name: String! }`,
);
const supergraphOf = (composition: Composition) =>
  'supergraph' in composition ? composition.supergraph : JSON.stringify(composition.problems);
const problemsOf = (composition: Composition) => ('problems' in composition ? composition.problems : []);

describe('The composed graph', () => {
  it('is the same text whatever order the subgraphs come in', () => {
    const one = supergraphOf(composeGraph([parcels, people]));
    expect(one).toBe(supergraphOf(composeGraph([people, parcels])));
    expect(one).toContain('type Parcel');
  });

  it('answers node(id:) for every entity with a prefix, and knows the owner even where another subgraph adds fields', () => {
    const supergraph = parse(supergraphOf(composeGraph([parcels, people])));
    expect(readSupergraph(supergraph).entities).toEqual([
      { typename: 'Parcel', prefix: 'parcel', owner: 'parcels' },
      { typename: 'Person', prefix: 'pers', owner: 'people' },
    ]);
  });

  it('keeps the word SECURITY and the access rules, for routers that enforce them', () => {
    expect(supergraphOf(composeGraph([parcels, people]))).toContain('for: SECURITY');
  });
});

describe('A graph that cannot be composed', () => {
  it('says what, where and how for a field of two types', () => {
    const other = subgraph('other', 'type Query { person(id: ID!): Int @authenticated }');
    const [problem] = problemsOf(composeGraph([people, other]));
    expect(problem?.what).toContain('Query.person');
    expect(problem).toEqual({ what: expect.any(String), where: expect.any(String), how: expect.any(String) });
  });

  it('says which file is not GraphQL', () => {
    expect(problemsOf(composeGraph([people, { ...parcels, sdl: 'type Query {' }]))).toMatchObject([
      { where: expect.stringContaining('apps/parcels/src/sdl.ts') },
    ]);
  });

  it('has a field for which nobody decided who may see it', () => {
    const open = subgraph('open', 'type Query { secrets: [String!] }');
    expect(problemsOf(composeGraph([people, open]))).toMatchObject([
      { what: 'nobody decided who may see Query.secrets', where: 'the subgraph open' },
    ]);
  });

  it('has a field that another subgraph decided about but that its own subgraph would show to anybody', () => {
    const lax = subgraph(
      'lax',
      'type Query { x: Int @authenticated } type Person @key(fields: "id") { id: ID! diary: String }',
    );
    const what = problemsOf(composeGraph([people, lax])).map((problem) => problem.what);
    expect(what).toEqual(['nobody decided who may see Person.id', 'nobody decided who may see Person.diary']);
  });

  it('has an entity with two owners, a shared prefix, or a Node without a prefix', () => {
    const second = subgraph(
      'second',
      'type Query { x: Int @authenticated } type Person implements Node @key(fields: "id") @authenticated { id: ID! age: Int }',
    );
    const shared = subgraph(
      'shared',
      'type Query { x: Int @authenticated } type Pet implements Node @key(fields: "id") @idPrefix(prefix: "pers") @authenticated { id: ID! }',
    );
    const nameless = subgraph(
      'nameless',
      'type Query { x: Int @authenticated } type Pet implements Node @key(fields: "id") @authenticated { id: ID! }',
    );
    const what = (other: typeof people) => problemsOf(composeGraph([people, other])).map((problem) => problem.what);
    expect(what(second)).toEqual(['Person is owned by people, yet implements Node here too']);
    expect(what(shared)).toEqual(['the prefix "pers" is taken by Person']);
    expect(what(nameless)).toEqual(['Pet implements Node but no subgraph says its id prefix']);
  });

  it('has a root field that would take the rest of an answer with it while its service is away', () => {
    const brittle = subgraph('brittle', 'type Query { queue: [Int!]! @authenticated }');
    expect(problemsOf(composeGraph([people, brittle]))).toMatchObject([
      { what: expect.stringContaining('Query.queue is non-null'), how: 'take the last "!" off its type' },
    ]);
  });
});
