import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { breakages } from './breaking.ts';
import { decidedBreakages, decisionOn } from './decided.ts';

const published = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { parcel(id: ID!): Parcel }
  type Parcel @key(fields: "id") { id: ID! weight: Int old: Int @deprecated(reason: "use weight") status: Status }
  enum Status { SENT LOST @deprecated(reason: "say MISSING") MISSING }
  extend type Customer @key(fields: "id") { id: ID! parcels: [Parcel!] }`;
const changed = (from: string, to: string) => breakages(published, published.replace(from, to)).map(({ kind }) => kind);

describe('A change of a subgraph', () => {
  it('that only adds breaks nobody', () => {
    expect(changed('weight: Int', 'weight: Int height: Int')).toEqual([]);
    expect(changed('parcel(id: ID!)', 'parcel(id: ID!, at: String)')).toEqual([]);
    expect(changed('weight: Int', 'weight: Int!')).toEqual([]);
  });

  it('that takes a field, its type or its arguments away breaks its callers', () => {
    expect(changed('weight: Int ', '')).toEqual(['FIELD_REMOVED']);
    expect(changed('weight: Int', 'weight: String')).toEqual(['FIELD_CHANGED_KIND']);
    expect(changed('parcel(id: ID!)', 'parcel(id: ID!, at: String!)')).toEqual(['REQUIRED_ARG_ADDED']);
    expect(changed('MISSING }', '}')).toEqual(['VALUE_REMOVED_FROM_ENUM']);
    expect(changed('parcels: [Parcel!]', 'shipments: [Parcel!]')).toEqual(['FIELD_REMOVED']);
  });

  it('that removes what was deprecated was announced, and is let through', () => {
    expect(changed('old: Int @deprecated(reason: "use weight")', '')).toEqual([]);
    expect(changed('LOST @deprecated(reason: "say MISSING")', '')).toEqual([]);
  });
});

describe('A breaking change that was decided on', () => {
  const [breakage] = breakages(published, published.replace('weight: Int', 'weight: String'));
  const decided = { subgraph: 'post', adr: '0001', ...breakage! };

  it('is let through by its decision, in its own subgraph and no other', () => {
    expect(decisionOn('post', breakage!, [decided])).toBe('0001');
    expect(decisionOn('bank', breakage!, [decided])).toBeNull();
    expect(decisionOn('post', { ...breakage!, description: 'Another.' }, [decided])).toBeNull();
  });

  it('has a decision on record that says whom it breaks', () => {
    const records = readdirSync(new URL('../../docs/adr', import.meta.url)).map((name) => name.slice(0, 4));
    expect(records).toEqual(expect.arrayContaining(decidedBreakages.map(({ adr }) => adr)));
  });
});
