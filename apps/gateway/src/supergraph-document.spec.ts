import { describe, expect, it } from '@jest/globals';
import { parse, print } from 'graphql';
import { loosenSecurity, readSupergraph } from './supergraph-document.ts';

const graphs = `enum join__Graph { CASES @join__graph(name: "cases", url: "http://cases/graphql") NODE @join__graph(name: "node", url: "gateway:node") CRM @join__graph(name: "crm", url: "http://crm/graphql") }`;
const entity = (typename: string, prefix: string, owners: string[]) => `
  type ${typename} implements Node @idPrefix(prefix: "${prefix}")
    ${owners.map((graph) => `@join__type(graph: ${graph}, key: "id") @join__implements(graph: ${graph}, interface: "Node")`).join(' ')}
    @join__type(graph: NODE, key: "id", resolvable: false) @join__implements(graph: NODE, interface: "Node") { id: ID! }`;

describe('A supergraph document', () => {
  it('loses the word SECURITY on its links, and nothing else', () => {
    const published = `schema @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION) @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY) { query: Query }`;
    const loosened = print(loosenSecurity(parse(published)));
    expect(loosened).toBe(print(parse(published.replace(', for: SECURITY', ''))));
  });

  it('says which prefix belongs to which type and which subgraph owns it', () => {
    const { entities, subgraphs } = readSupergraph(
      parse(`${graphs} ${entity('Case', 'case', ['CASES'])} ${entity('Customer', 'cust', ['CRM'])}`),
    );
    expect(entities).toEqual([
      { typename: 'Case', prefix: 'case', owner: 'cases' },
      { typename: 'Customer', prefix: 'cust', owner: 'crm' },
    ]);
    expect(subgraphs.map(({ name }) => name)).toEqual(['cases', 'node', 'crm']);
  });

  it('is refused when an entity has no owner or two, or two entities share a prefix', () => {
    const reading = (types: string) => () => readSupergraph(parse(`${graphs} ${types}`));
    expect(reading(entity('Case', 'case', []))).toThrow('Case carries @idPrefix but no subgraph owns it');
    expect(reading(entity('Case', 'case', ['CASES', 'CRM']))).toThrow('more than one subgraph (cases, crm)');
    expect(reading(entity('Case', 'c', ['CASES']) + entity('Customer', 'c', ['CRM']))).toThrow(
      'Customer and Case share the id prefix "c"',
    );
  });
});
