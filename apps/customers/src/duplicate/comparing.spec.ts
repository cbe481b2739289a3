import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  compare,
  contributionOf,
  permilleOf,
  sourcesOfBoth,
  wordsAlikeness,
  type Criterion,
  type Traits,
} from './comparing.ts';
import { blocksOf, largest, problemsOfRule } from './duplicate.ts';
import { sliceOf } from './scan.store.ts';

const tests = [
  ...(['SAME_EMAIL', 'SAME_PHONE', 'SAME_EXTERNAL_ID', 'SIMILAR_NAME', 'SAME_POSTCODE'] as const),
  ...(['SIMILAR_ADDRESS', 'REGISTERED_TOGETHER'] as const),
];
const share = fc.integer({ min: 0, max: 1000 }).map((number) => number / 1000);
const criteria = fc.uniqueArray(fc.record({ test: fc.constantFrom(...tests), weight: share, against: share }), {
  selector: ({ test }) => test,
});
const word = fc.constantFrom('gwen', 'gwyn', 'g', 'ifans', 'evans', 'smith', 'smyth', '12', 'high', 'street');
const some = (each: fc.Arbitrary<string>) => fc.array(each, { maxLength: 3 });
const texts = fc.array(fc.array(word, { minLength: 1, maxLength: 3 }), { maxLength: 2 });
const traits: fc.Arbitrary<Traits> = fc.record({
  names: texts,
  emails: some(fc.constantFrom('a@b', 'c@d', 'e@f')),
  phones: some(fc.constantFrom('123456789', '987654321')),
  postcodes: some(fc.constantFrom('cf101aa', 'sw1a1aa')),
  addresses: texts,
  identities: fc.array(fc.record({ source: fc.constantFrom('crm', 'shop'), externalId: fc.constantFrom('1', '2') }), {
    maxLength: 2,
  }),
  registeredAt: fc.date({ min: new Date('2025-01-01'), max: new Date('2025-02-01'), noInvalidDate: true }),
});

const nobody: Traits = {
  ...{ names: [], emails: [], phones: [], postcodes: [], addresses: [], identities: [] },
  registeredAt: new Date('2025-01-01'),
};
const STANDARD: Criterion[] = [
  { test: 'SAME_EMAIL', weight: 0.5, against: 0 },
  { test: 'SIMILAR_NAME', weight: 0.45, against: 0.35 },
];

describe('a score', () => {
  it('is the same whichever of the two is asked about, and lies from 0 to 1', () => {
    fc.assert(
      fc.property(criteria, traits, traits, (rule, a, b) => {
        const parts = compare(rule, a, b);
        expect(compare(rule, b, a)).toEqual(parts);
        expect(permilleOf(parts)).toBeGreaterThanOrEqual(0);
        expect(permilleOf(parts)).toBeLessThanOrEqual(1000);
      }),
    );
  });

  it('never falls when they are more alike by one test and the same by the others', () => {
    fc.assert(
      fc.property(
        criteria,
        fc.array(share, { minLength: 7, maxLength: 7 }),
        fc.nat(6),
        share,
        (rule, alike, at, more) => {
          const scored = (likenesses: readonly number[]) =>
            permilleOf(rule.map((each, place) => ({ contribution: contributionOf(each, likenesses[place] ?? 0) })));
          const raised = alike.map((likeness, place) => (place === at ? Math.max(likeness, more) : likeness));
          expect(scored(raised)).toBeGreaterThanOrEqual(scored(alike));
        },
      ),
    );
  });

  it('of somebody with themself is full by every test that has something to compare', () => {
    fc.assert(
      fc.property(criteria, traits, (rule, a) => {
        for (const part of compare(rule, a, a)) expect(part.likeness ?? 1).toBe(1);
      }),
    );
  });

  it('says nothing where one of them has nothing to compare, and takes away for names that are plainly others', () => {
    const gwen = { ...nobody, names: [['gwen', 'ifans']], emails: ['a@b'] };
    expect(compare(STANDARD, gwen, nobody).map(({ likeness, contribution }) => [likeness, contribution])).toEqual([
      [null, 0],
      [null, 0],
    ]);
    const rhys = { ...nobody, names: [['rhys', 'ifans']], emails: ['a@b'] };
    const parts = compare(STANDARD, gwen, rhys);
    expect(parts.map(({ contribution }) => contribution)).toEqual([0.5, -0.35]);
    expect(permilleOf(parts)).toBe(150);
  });
});

describe('names', () => {
  it.each([
    ['gwen ifans', 'ifans gwen', 1],
    ['gwen ifans', 'g ifans', 0.75],
    ['gwen ifans', 'gwen ifnas', 0.75],
    ['gwen ifans', 'gwen mair ifans', 0.58],
    ['gwen ifans', 'rhys ifans', 0],
    ['gwen ifans', 'gwen jones', 0],
  ])('%s and %s are alike by %d', (a, b, alike) => {
    expect(wordsAlikeness(a.split(' '), b.split(' '))).toBeCloseTo(alike, 1);
  });
});

describe('two ids in one system', () => {
  it('are two people there, unless its ids are addresses', () => {
    const one = { ...nobody, identities: [{ source: 'crm', externalId: '1' }] };
    const other = {
      ...nobody,
      identities: [
        { source: 'crm', externalId: '2' },
        { source: 'shop', externalId: '1' },
      ],
    };
    expect(sourcesOfBoth(one, other)).toEqual(['crm']);
    expect(sourcesOfBoth(one, { ...other, identities: other.identities.slice(1) })).toEqual([]);
    const mail = (externalId: string) => ({ ...nobody, identities: [{ source: 'email', externalId }] });
    expect(sourcesOfBoth(mail('a@b'), mail('c@d'))).toEqual([]);
  });
});

describe('a rule', () => {
  it('must bring customers together, with shares, each test once', () => {
    const rule = (given: readonly Criterion[], threshold = 0.5) =>
      problemsOfRule({ name: 'Mine', threshold, criteria: given }).map(({ path }) => path);
    expect(rule(STANDARD)).toEqual([]);
    expect(rule([{ test: 'SIMILAR_NAME', weight: 1, against: 0 }])).toEqual(['criteria']);
    expect(rule([...STANDARD, ...STANDARD])).toEqual(['criteria[2].test', 'criteria[3].test']);
    expect(rule([{ test: 'SAME_EMAIL', weight: 2, against: -1 }], 0)).toEqual([
      ...['threshold', 'criteria[0].weight', 'criteria[0].against'],
    ]);
    expect(blocksOf([...STANDARD, { test: 'SAME_POSTCODE', weight: 0.1, against: 0 }])).toEqual([
      ...['EMAIL', 'NAME_AND_POSTCODE'],
    ]);
  });
});

describe('slices', () => {
  it('hold every block there can be, each once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (count) => {
        let next = -(2n ** 63n);
        for (let place = 0; place < count; place += 1) {
          const [from, to] = sliceOf(place, count);
          expect(from).toBe(next);
          next = to + 1n;
        }
        expect(next).toBe(2n ** 63n);
      }),
    );
  });
});

describe('groups left out', () => {
  it('are told of by the twenty largest', () => {
    const groups = Array.from({ length: 30 }, (_, place) => ({ block: 'PHONE' as const, customers: 51 + place }));
    expect(largest(groups.slice(0, 15), groups.slice(15)).map(({ customers }) => customers)).toEqual(
      Array.from({ length: 20 }, (_, place) => 80 - place),
    );
  });
});
