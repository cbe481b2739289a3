import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, parse } from 'graphql';
import { enforceLimits, measureQuery, type QueryLimits } from './limits.ts';

const schema = buildSchema(`
  type Query { cases(first: Int = 25): Cases  nodes(ids: [ID!]!): [Case]!  case(id: ID): Case }
  type Cases { nodes: [Case!]! }
  type Case { id: ID subject: String interactions(first: Int = 10): Cases parent: Case }
`);
const limits: QueryLimits = { bytes: 100_000, tokens: 5_000, depth: 20, aliases: 100, fields: 2_000, cost: 100_000 };
const codeOf = (query: string, variables: object = {}) => {
  try {
    enforceLimits(query, limits, { schema, variables });
    return 'SERVED';
  } catch (error) {
    return (error as { extensions: { code: string } }).extensions.code;
  }
};
const measure = (query: string, variables: Record<string, unknown> = {}) =>
  measureQuery(parse(query), schema, variables);

describe('The size of a query', () => {
  it('is its depth, aliases, fields, and the values it may answer with', () => {
    expect(measure('{ cases(first: 5) { nodes { id subject } } }')).toEqual({
      depth: 3,
      aliases: 0,
      fields: 4,
      cost: 1 + 5 * 3,
    });
    expect(measure('{ a: case { id } b: case { s: subject } }')).toEqual({ depth: 2, aliases: 3, fields: 4, cost: 4 });
  });

  it('multiplies the lists within lists by their first, by its default, or by a variable', () => {
    const inner = 'nodes { interactions(first: 3) { nodes { id } } }';
    const page = 1 + 1 + 3 * 2;
    expect(measure(`{ cases(first: 4) { ${inner} } }`).cost).toBe(1 + 4 * page);
    expect(measure(`{ cases { ${inner} } }`).cost).toBe(1 + 25 * page);
    expect(measure(`query ($n: Int) { cases(first: $n) { ${inner} } }`, { n: 7 }).cost).toBe(1 + 7 * page);
  });

  it('counts a list of ids by how many there are', () => {
    expect(measure('{ nodes(ids: ["a", "b", "c"]) { id } }').cost).toBe(1 + 3);
    expect(measure('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['a', 'b'] }).cost).toBe(1 + 2);
  });

  it('counts a fragment as often as it is spread, in the time of reading it once', () => {
    const levels = Array.from(
      { length: 30 },
      (_, n) => `fragment F${n} on Case { parent { ...F${n + 1} ...F${n + 1} } }`,
    );
    const bomb = `{ case { ...F0 } } ${levels.join(' ')} fragment F30 on Case { id }`;
    expect(measure(bomb).fields).toBeGreaterThan(2 ** 30);
    expect(codeOf(bomb)).toBe('QUERY_TOO_DEEP');
  });

  it('ends for a fragment that spreads itself', () => {
    expect(measure('{ case { ...F } } fragment F on Case { id ...F }').fields).toBe(2);
  });

  it('never shrinks when anything is added to it', () => {
    const field = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.constant('id'),
        fc.constant('s: subject'),
        fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((inner) => `parent { ${inner.join(' ')} }`),
      ),
    })).tree;
    fc.assert(
      fc.property(field, field, (one, more) => {
        const alone = measure(`{ case { ${one} } }`);
        const both = measure(`{ case { ${one} ${more} } }`);
        for (const key of ['depth', 'aliases', 'fields', 'cost'] as const)
          expect(both[key]).toBeGreaterThanOrEqual(alone[key]);
      }),
    );
  });
});

describe('A query beyond a limit', () => {
  it('is refused by the length of its text, with the variables uncounted', () => {
    expect(codeOf(`{ case(id: "${'x'.repeat(100_000)}") { id } }`)).toBe('QUERY_TOO_LARGE');
    expect(codeOf('query ($id: ID) { case(id: $id) { id } }', { id: 'x'.repeat(1_000_000) })).toBe('SERVED');
  });

  it('is refused by its tokens before it is read to the end', () => {
    expect(codeOf(`{ ${'id '.repeat(10_000)} }`)).toBe('QUERY_TOO_LARGE');
  });

  it('is refused by depth, aliases, fields and cost, each with its own code', () => {
    expect(codeOf(`{ case ${'{ parent '.repeat(25)} { id } ${'}'.repeat(25)} }`)).toBe('QUERY_TOO_DEEP');
    expect(codeOf(`{ ${Array.from({ length: 101 }, (_, n) => `a${n}: case { id }`).join(' ')} }`)).toBe(
      'QUERY_TOO_MANY_ALIASES',
    );
    expect(codeOf(`{ case { ${'id '.repeat(2_000)} } }`)).toBe('QUERY_TOO_MANY_FIELDS');
    expect(
      codeOf(
        '{ cases(first: 100) { nodes { interactions(first: 100) { nodes { interactions(first: 100) { nodes { id } } } } } } }',
      ),
    ).toBe('QUERY_TOO_COSTLY');
  });

  it('is refused for its syntax with the place of the mistake', () => {
    expect(codeOf('{ case { ')).toBe('GRAPHQL_PARSE_FAILED');
  });
});
