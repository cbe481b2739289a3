import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { accessDocument, readAccess, roleSees, undecided } from './access.ts';

const committed = parse(readFileSync(new URL('../../apps/gateway/supergraph.graphql', import.meta.url), 'utf8'));
const small = parse(`
  enum join__Graph { A }
  type Query { open: Int  me: Person @authenticated }
  type Person @requiresScopes(scopes: [["customer:read"]]) {
    name: String
    diary: String @requiresScopes(scopes: [["customer:sensitive", "customer:read"], ["audit:read"]])
    pay: String @policy(policies: [["own_person"]])
  }`);
const fieldOf = (name: string) =>
  readAccess(small).find(({ field }) => field === name) ?? { typename: '', field: '', rules: [] };

describe('Who may see a field', () => {
  it('is decided for every field of the committed graph', () => {
    const access = readAccess(committed);
    expect(access.length).toBeGreaterThan(0);
    expect(undecided(access)).toEqual([]);
  });

  it('is found undecided where neither the field nor its type says anything', () => {
    expect(undecided(readAccess(small))).toEqual(['Query.open']);
  });

  it('follows from the scopes of the role, the rules of type and field together', () => {
    expect(roleSees('AGENT', fieldOf('name'))).toBe('yes');
    expect(roleSees('AGENT', fieldOf('diary'))).toBe('no');
    expect(roleSees('LEAD', fieldOf('diary'))).toBe('yes');
    expect(roleSees('ANALYST', fieldOf('me'))).toBe('yes');
    expect(roleSees('ANONYMOUS', fieldOf('me'))).toBe('no');
    expect(roleSees('AGENT', fieldOf('pay'))).toBe('policy');
  });

  it('is written down field by field, the same for the same graph', () => {
    const text = accessDocument(small);
    expect(text).toBe(accessDocument(small));
    expect(text).toMatch(/\| diary \| `customer:read`; `customer:sensitive` and `customer:read`, or `audit:read` \|/);
  });
});
