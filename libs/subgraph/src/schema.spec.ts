import { describe, expect, it } from '@jest/globals';
import { graphql } from 'graphql';
import { createId } from '@courtesy/kernel';
import { actorFor } from '@courtesy/testing';
import { buildSchema } from './schema.ts';

const id = createId('book', 0, new Uint8Array(10));
const schema = buildSchema({
  typeDefs: `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@composeDirective"])
      @link(url: "https://courtesy.dev/specs/courtesy/v1.0", import: ["@idPrefix"]) @composeDirective(name: "@idPrefix")
    directive @idPrefix(prefix: String!) on OBJECT
    interface Node { id: ID! }
    interface Mention { id: ID! }
    type Book implements Node @key(fields: "id") @idPrefix(prefix: "book") @authenticated { id: ID! type: String! }
    type BookMentioned implements Mention @authenticated { id: ID! page: Int! }
    type Query { node: Node @authenticated mention: Mention @authenticated }`,
  resolvers: [
    { Query: { node: () => ({ id, type: 'PAPERBACK' }), mention: () => ({ id, type: 'BookMentioned', page: 7 }) } },
  ],
});

describe('an interface', () => {
  it('tells a node by its id, whatever its own type says, and what is no node by its type, whatever its id', async () => {
    const source = '{ node { __typename ... on Book { type } } mention { __typename ... on BookMentioned { page } } }';
    const contextValue = { actor: actorFor('AGENT') };
    expect(JSON.parse(JSON.stringify(await graphql({ schema, source, contextValue })))).toEqual({
      data: {
        node: { __typename: 'Book', type: 'PAPERBACK' },
        mention: { __typename: 'BookMentioned', page: 7 },
      },
    });
  });
});
