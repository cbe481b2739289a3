import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, execute, GraphQLError, parse } from 'graphql';
import type { GatewayContext } from './context.ts';
import { JointFetches, jointOperation, shareOf } from './joint-fetches.ts';
import type { SubgraphAnswer, SubgraphOperation } from './subgraph-client.ts';

const schema = buildSchema(`
  scalar _Any
  type Query { _entities(representations: [_Any!]!): [Person]! }
  type Person { id: ID! name: String team(of: Int): String! colleagues(first: Int): [Person!] }`);

const person = (id: string): object => ({
  id,
  name: `Person ${id}`,
  team: ({ of }: { of?: number }) => {
    if (id === 'bad') throw new GraphQLError('No team of theirs', { extensions: { code: 'FORBIDDEN' } });
    return `Team ${of ?? 0} of ${id}`;
  },
  colleagues: ({ first = 1 }: { first?: number }) => Array.from({ length: first }, (_, i) => person(`${id}.${i}`)),
});

/** A subgraph that says how it was called. */
function subgraph() {
  const calls: SubgraphOperation[] = [];
  const call = async (operation: SubgraphOperation): Promise<SubgraphAnswer> => {
    calls.push(operation);
    const { data, errors } = await execute({
      ...{ schema, document: parse(operation.query), variableValues: operation.variables },
      rootValue: {
        _entities: ({ representations }: { representations: { id: string }[] }) => {
          if (representations.some(({ id }) => id === 'fatal')) throw new GraphQLError('Nothing at all');
          return representations.map(({ id }) => (id === 'nobody' ? null : person(id)));
        },
      },
    });
    const plain = JSON.parse(JSON.stringify({ data, errors })) as { data: Record<string, unknown> | null; errors?: [] };
    // Where in the text something went wrong is nobody's but the text's.
    const said = plain.errors?.map(({ locations: _, ...error }: { locations: unknown; message: string }) => error);
    return { data: plain.data, ...(said && { errors: said }) };
  };
  return { calls, call };
}

const shapes = [
  'query A($representations: [_Any!]!) { _entities(representations: $representations) { ... on Person { name } } }',
  'query B($representations: [_Any!]!, $of: Int) { _entities(representations: $representations) { id team(of: $of) } }',
  'query C($representations: [_Any!]!, $of: Int, $first: Int) { _entities(representations: $representations) { ...P colleagues(first: $first) { ...P } } } fragment P on Person { id team(of: $of) }',
];
const fetches = fc.array(
  fc.record({
    query: fc.constantFrom(...shapes),
    variables: fc.record({
      representations: fc.array(
        fc.constantFrom('a', 'b', 'bad', 'nobody').map((id) => ({ id })),
        { minLength: 1 },
      ),
      of: fc.nat(9),
      first: fc.nat(3),
    }),
  }),
  { minLength: 1, maxLength: 6 },
);
/** Only what a query names is sent with it. */
const sent = ({ query, variables }: { query: string; variables: Record<string, unknown> }): SubgraphOperation => ({
  query,
  operationName: 'Page__people__1',
  variables: Object.fromEntries(Object.entries(variables).filter(([name]) => query.includes(`$${name}:`))),
});
const context = () => ({}) as GatewayContext;

describe('fetches of entities that are asked for at once', () => {
  it('are answered by one operation as each is by itself, whatever they ask for and whatever of it goes wrong', async () => {
    await fc.assert(
      fc.asyncProperty(fetches, async (asked) => {
        const { call } = subgraph();
        const operations = asked.map(sent);
        const joint = await call(jointOperation(operations));
        const alone = await Promise.all(operations.map(call));
        expect(operations.map((_, place) => shareOf(joint, place))).toEqual(alone);
      }),
    );
  });

  it('of one request are one call, and those of two requests, or of another moment, are calls of their own', async () => {
    const { calls, call } = subgraph();
    const joint = new JointFetches(call);
    const [one, other] = [context(), context()];
    const operation = sent({ query: shapes[0] ?? '', variables: { representations: [{ id: 'a' }] } });
    const both = await Promise.all([joint.ask(operation, one), joint.ask(operation, one), joint.ask(operation, other)]);
    expect(calls).toHaveLength(2);
    expect(both).toEqual(both.map(() => ({ data: { _entities: [{ name: 'Person a' }] } })));
    await joint.ask(operation, one);
    expect(calls).toHaveLength(3);
    expect(calls.at(-1)).toEqual(operation);
  });

  it('are asked for one by one where one of them spoils the answer of all', async () => {
    const { calls, call } = subgraph();
    const joint = new JointFetches(call);
    const request = context();
    const of = (id: string) => sent({ query: shapes[0] ?? '', variables: { representations: [{ id }] } });
    const [good, spoilt] = await Promise.all([joint.ask(of('a'), request), joint.ask(of('fatal'), request)]);
    expect(good).toEqual({ data: { _entities: [{ name: 'Person a' }] } });
    expect(spoilt).toEqual({ data: null, errors: [{ message: 'Nothing at all', path: ['_entities'] }] });
    expect(calls).toHaveLength(3);
  });

  it('share the failure of a subgraph that does not answer, and do not try it again', async () => {
    const { calls, call } = subgraph();
    const late = (key: string) => ({ message: 'Late', path: [key], extensions: { code: 'SUBGRAPH_TIMEOUT' } });
    const joint = new JointFetches((operation) => {
      void call(operation);
      return Promise.resolve({ data: null, errors: [late('f0'), late('f1')] });
    });
    const request = context();
    const operation = sent({ query: shapes[0] ?? '', variables: { representations: [{ id: 'a' }] } });
    const answers = await Promise.all([joint.ask(operation, request), joint.ask(operation, request)]);
    expect(answers).toEqual(answers.map(() => ({ data: null, errors: [late('_entities')] })));
    expect(calls).toHaveLength(1);
  });

  it('fail together, rather than wait for ever, where they cannot be joined', async () => {
    const { call } = subgraph();
    const joint = new JointFetches(call);
    const request = context();
    const broken = { query: 'query {', variables: { representations: [] } };
    const answers = await Promise.allSettled([joint.ask(broken, request), joint.ask(broken, request)]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
