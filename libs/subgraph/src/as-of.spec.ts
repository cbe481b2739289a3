import { describe, expect, it } from '@jest/globals';
import { graphql } from 'graphql';
import { asOfOf, toldAsOf } from './as-of.ts';
import { buildSchema } from './schema.ts';

const at = new Date('2026-03-02T10:00:00Z');

const typeDefs = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Lamp { id: ID! colour: String owner: String }
  type Query { lamp(isPast: Boolean!): Lamp }`;
const lamp = { id: 'lamp_1', colour: 'red', owner: 'Ada' };
const resolvers = [
  {
    Query: { lamp: (_: unknown, { isPast }: { isPast: boolean }) => (isPast ? toldAsOf(lamp, at) : lamp) },
    Lamp: { colour: (of: typeof lamp) => `${of.colour} at ${asOfOf(of)?.toISOString() ?? 'any time'}` },
  },
];
const asked = (isPast: boolean, asOf: Parameters<typeof buildSchema>[0]['asOf']) => {
  const schema = buildSchema({ typeDefs, resolvers, ...(asOf && { asOf }) });
  return graphql({ schema, source: `{ lamp(isPast: ${isPast}) { id colour owner } }` });
};

describe('an object that is told as of an instant', () => {
  it('bears it in whatever is made of it, and is otherwise as it was', () => {
    const told = toldAsOf(lamp, at);
    expect(asOfOf({ ...told, colour: 'blue' })).toEqual(at);
    expect(asOfOf(lamp)).toBeNull();
    expect(Object.keys(told)).toEqual(Object.keys(lamp));
    expect(JSON.stringify(told)).toBe(JSON.stringify(lamp));
  });

  it('refuses the fields that know now alone, which answer where nobody asks for another time', async () => {
    const Lamp = { id: 'THEN', colour: 'THEN', owner: 'NOW' } as const;
    const past = await asked(true, { Lamp });
    expect({ ...(past.data?.['lamp'] as object) }).toEqual({
      id: 'lamp_1',
      colour: `red at ${at.toISOString()}`,
      owner: null,
    });
    expect(past.errors).toMatchObject([
      {
        message: 'Lamp.owner answers as of now only: ask for it without asOf.',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    const now = await asked(false, { Lamp });
    expect({ ...(now.data?.['lamp'] as object) }).toEqual({ id: 'lamp_1', colour: 'red at any time', owner: 'Ada' });
    expect(now.errors).toBeUndefined();
  });

  it('has fields of which somebody said what they answer, or the service does not start', () => {
    expect(() => asked(true, { Lamp: { id: 'THEN', colour: 'THEN' } })).toThrow(
      'Nobody said what Lamp.owner answers as of an instant',
    );
    expect(() => asked(true, { Torch: {} })).toThrow('There is no type Torch to be told as of an instant');
  });
});
