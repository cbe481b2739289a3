import { createId } from '@courtesy/kernel';
import { GraphQLError } from 'graphql';
import { startSubgraph, supergraphOf, type TestSubgraph } from './gateway-world.ts';

const idOf = (prefix: string, number: number) =>
  createId(prefix, 1_750_000_000_000 + number, new Uint8Array(10).fill(number));

export const orderIds: readonly string[] = [1, 2, 3].map((number) => idOf('order', number));
export const buyerIds: readonly string[] = [1, 2, 3].map((number) => idOf('buyer', number));
/** An order whose buyer nobody has. */
export const orphanId = idOf('order', 4);
export const unknownOrderId = idOf('order', 99);

const order = (id: string) => {
  if (id === orphanId)
    return { __typename: 'Order', id, title: 'Orphan', buyer: { __typename: 'Buyer', id: idOf('buyer', 99) } };
  const index = orderIds.indexOf(id);
  return index === -1
    ? null
    : { __typename: 'Order', id, title: `Order ${index + 1}`, buyer: { __typename: 'Buyer', id: buyerIds[index] } };
};

const buyer = (id: string) => {
  const index = buyerIds.indexOf(id);
  return index === -1 ? null : { __typename: 'Buyer', id, name: `Buyer ${index + 1}` };
};

const orders = () =>
  startSubgraph({
    name: 'orders',
    sdl: `
      type Query { order(id: ID!): Order @authenticated  orders(first: Int = 25): [Order!] @authenticated  leaky: String @authenticated }
      type Mutation { place(titles: [String!]!): Int @authenticated }
      type Order implements Node @key(fields: "id") @idPrefix(prefix: "order") @authenticated { id: ID! title: String! note: String buyer: Buyer }
      type Buyer @key(fields: "id", resolvable: false) { id: ID! }`,
    resolvers: {
      Query: {
        order: (_: unknown, { id }: { id: string }) => order(id),
        orders: (_: unknown, { first }: { first: number }) => orderIds.slice(0, first).map(order),
        leaky: () => {
          throw new Error('connect ECONNREFUSED postgres://orders:hunter2@10.0.0.7:5432/orders');
        },
      },
      Mutation: { place: (_: unknown, { titles }: { titles: string[] }) => titles.length },
      Order: {
        __resolveReference: ({ id }: { id: string }) => order(id),
        note: () => {
          throw new GraphQLError('You may not see Order.note.', {
            extensions: { code: 'FORBIDDEN', sql: 'SELECT note FROM orders' },
          });
        },
      },
    },
  });

const buyers = () =>
  startSubgraph({
    name: 'buyers',
    sdl: `
      type Query { buyer(id: ID!): Buyer @authenticated }
      type Buyer implements Node @key(fields: "id") @idPrefix(prefix: "buyer") @authenticated { id: ID! name: String! }`,
    resolvers: {
      Query: { buyer: (_: unknown, { id }: { id: string }) => buyer(id) },
      Buyer: { __resolveReference: ({ id }: { id: string }) => buyer(id) },
    },
  });

/** Two subgraphs with three orders of three buyers. */
export interface Shop {
  readonly orders: TestSubgraph;
  readonly buyers: TestSubgraph;
  readonly supergraph: string;
  stop(): Promise<void>;
}

export async function openShop(): Promise<Shop> {
  const [first, second] = await Promise.all([orders(), buyers()]);
  return {
    orders: first,
    buyers: second,
    supergraph: supergraphOf([first, second], ['Buyer', 'Order']),
    stop: async () => {
      await Promise.all([first.stop(), second.stop()]);
    },
  };
}
