import { describe, expect, it } from '@jest/globals';
import type { MergeCustomersInput } from '@courtesy/graph-types/customers';
import { register } from '../customer/registration.ts';
import type { Customer } from '../customer/customer.ts';
import type { ExternalIdentity } from '../external-identity/external-identity.ts';
import { rootsBy } from './family-tree.ts';
import { chooseFields, conflictOf, problemsOfMerge, refusalOfPair } from './plan.ts';

const NOW = new Date('2026-03-02T10:00:00Z');

const someone = (id: string, more: Partial<Customer> = {}): Customer => ({
  ...register({ kind: 'PERSON', registeredAt: NOW }, { newId: () => id, now: NOW, by: 'spec' }).customer,
  ...more,
});

const identity = (customerId: string, source: string, externalId: string): ExternalIdentity => ({
  ...{ id: `${source}-${externalId}`, customerId, source, externalId, linkedAt: NOW },
});

const asked = (more: Partial<MergeCustomersInput> = {}): MergeCustomersInput => ({
  ...{ survivorId: 'a', mergedIds: ['b'], reason: 'One person', dryRun: false, ...more },
});
const pathsOf = (more: Partial<MergeCustomersInput>) => problemsOfMerge(asked(more)).map(({ path }) => path);

describe('a merge of customers', () => {
  it('names 1 to 20 others, each once, and says why', () => {
    expect(pathsOf({})).toEqual([]);
    expect(pathsOf({ mergedIds: [], reason: ' ' })).toEqual(['reason', 'mergedIds']);
    expect(pathsOf({ mergedIds: ['b', 'b'] })).toEqual(['mergedIds']);
    expect(pathsOf({ mergedIds: Array.from({ length: 21 }, (_, i) => `b${i}`) })).toEqual(['mergedIds']);
  });

  it('chooses among its own customers, once for each field, and expects versions of them alone', () => {
    const twice = { field: 'GIVEN_NAME', fromId: 'a' } as const;
    expect(pathsOf({ fields: [{ field: 'GIVEN_NAME', fromId: 'c' }] })).toEqual(['fields[0].fromId']);
    expect(pathsOf({ fields: [twice, twice] })).toEqual(['fields[1].field']);
    expect(pathsOf({ expectedVersions: [{ customerId: 'c', version: 1 }] })).toEqual([
      'expectedVersions[0].customerId',
    ]);
  });

  it('takes the survivor’s value, else that of the first who has one, and what was chosen before all', () => {
    const a = someone('a', { givenName: 'Ann' });
    const others = [someone('b', { givenName: 'Anna' }), someone('c', { familyName: 'Lee', givenName: 'Annie' })];
    const { survivor, fields } = chooseFields(a, others, new Map([['PREFERRED_LANGUAGE', 'c']]));
    expect(survivor).toMatchObject({ id: 'a', givenName: 'Ann', familyName: 'Lee', displayName: null, version: 2 });
    expect(fields.map(({ field, fromId, before, after }) => [field, fromId, before, after])).toEqual([
      ['DISPLAY_NAME', 'a', null, null],
      ['GIVEN_NAME', 'a', 'Ann', 'Ann'],
      ['FAMILY_NAME', 'c', null, 'Lee'],
      ['PREFERRED_LANGUAGE', 'c', null, null],
    ]);
    expect(chooseFields(a, others, new Map([['GIVEN_NAME', 'b']])).survivor.givenName).toBe('Anna');
  });

  it('is of customers of one kind who are two, neither merged nor erased', () => {
    const [a, b] = [someone('a'), someone('b')];
    expect(refusalOfPair(a, b, b)).toBeNull();
    expect(refusalOfPair(a, a, a)).toMatchObject({ reason: 'SAME_CUSTOMER' });
    expect(refusalOfPair(a, b, a)).toMatchObject({ reason: 'SAME_CUSTOMER' });
    expect(refusalOfPair(a, b, someone('c'))).toMatchObject({ reason: 'ALREADY_MERGED', survivor: { id: 'c' } });
    const organisation = someone('b', { kind: 'ORGANISATION' });
    expect(refusalOfPair(a, organisation, organisation)).toMatchObject({ reason: 'DIFFERENT_KINDS' });
    const erased = someone('b', { status: 'ERASED' });
    expect(refusalOfPair(a, erased, erased)).toEqual({ type: 'CustomerIsErased', customer: erased });
    expect(refusalOfPair(erased, a, a)).toEqual({ type: 'CustomerIsErased', customer: erased });
  });

  it('is refused by any system that knows two of them by two ids, but not by one that knows one of them by two', () => {
    const till = [identity('a', 'till', '1'), identity('b', 'till', '2')] as const;
    expect(conflictOf([[till[0]], [till[1]], [identity('c', 'web', '1')]])).toEqual({
      type: 'ExternalIdsConflict',
      conflicts: [{ source: 'till', identities: [...till] }],
    });
    expect(conflictOf([[...till], [identity('c', 'web', '1')]])).toBeNull();
  });

  it('is not refused by two addresses from which somebody wrote', () => {
    expect(
      conflictOf([[identity('a', 'email', 'a@home.example')], [identity('b', 'email', 'a@work.example')]]),
    ).toBeNull();
  });
});

describe('who stands for whom', () => {
  it('is the end of the chain of merges', () => {
    const joints = [
      { customerId: 'a', survivorId: 'b', mergeId: 'm1' },
      { customerId: 'b', survivorId: 'c', mergeId: 'm2' },
    ];
    expect(Object.fromEntries(rootsBy(joints, ['a', 'b', 'c', 'd']))).toEqual({ a: 'c', b: 'c', c: 'c', d: 'd' });
    expect(() => rootsBy([...joints, { customerId: 'c', survivorId: 'a', mergeId: 'm3' }], ['a'])).toThrow(/ring/);
  });
});
