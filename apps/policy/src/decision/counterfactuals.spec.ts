import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { modelOf, REFUNDS, type TableShape } from '../../test/decision-world.ts';
import { compileModel, type CompiledModel } from '../dmn/compile.ts';
import { valueAt, withValue } from './fact-leaves.ts';
import { findCounterfactuals, type Change, type SearchTerms } from './counterfactuals.ts';
import type { Facts } from './fact-input.ts';
import { outcomeOf, type DecisionOutcome } from './outcome.ts';

const TERMS: SearchTerms = { wanted: 'ALLOW', keep: [], limit: 5 };
const search = (compiled: CompiledModel, facts: Facts, terms: Partial<SearchTerms> = {}) =>
  findCounterfactuals({ compiled, decision: 'Refund', facts }, { ...TERMS, ...terms });
const outcomeAfter = (compiled: CompiledModel, facts: Facts, changes: readonly Change[] = []) => {
  const changed = changes.reduce((sofar, { field, to }) => withValue(sofar, field.split('.'), to), facts);
  return outcomeOf(compiled.model, 'Refund', compiled.conclude('Refund', changed));
};
/** All ways to leave out at least one of the changes, and to keep at least one. */
const lesser = (changes: readonly Change[]): Change[][] =>
  Array.from({ length: 2 ** changes.length - 2 }, (_, mask) =>
    changes.filter((__, place) => ((mask + 1) >> place) % 2 === 1),
  );

const FACTS = [
  ['amount', 'number'],
  ['tier', 'string'],
  ['faulty', 'boolean'],
  ['bought', 'date'],
] as const;
const amountCell = fc.constantFrom('-', '< 5', '>= 5', '[0..10]', '> 10.5', '7', 'not(5)', '? * 2 > 9');
const tierCell = fc.constantFrom('-', '"a"', '"b"', 'not("a")', '"a","b"');
const faultyCell = fc.constantFrom('-', 'true', 'false');
const boughtCell = fc.constantFrom('-', '> @"2026-02-01"', '<= @"2026-01-15"', '[@"2026-01-01"..@"2026-01-31"]');
const outcome = fc.constantFrom('"ALLOW"', '"DENY"', '"NEEDS_APPROVAL"');
const rule = fc
  .tuple(amountCell, tierCell, faultyCell, boughtCell, outcome)
  .map(([amount, tier, faulty, bought, result]) => `${amount}; ${tier}; ${faulty}; ${bought} | ${result}`);
const someFacts = fc.record(
  {
    amount: fc.constantFrom(-1, 0, 4.5, 5, 7, 10, 11, 200),
    tier: fc.constantFrom('a', 'b', 'z'),
    faulty: fc.boolean(),
    bought: fc.constantFrom('2025-06-01', '2026-01-10', '2026-01-31', '2026-02-01', '2026-05-01'),
  },
  { requiredKeys: ['faulty'] },
);
const shape = (rules: readonly string[], more: Partial<TableShape> = {}): TableShape => ({
  facts: FACTS,
  outputs: [['outcome', '"DENY"']],
  rules,
  ...more,
});

/** Row 56 of the table of capabilities, over tables at random. */
describe('counterfactuals', () => {
  it('flip the outcome, every one of them, and no part of a suggestion does', () => {
    let checked = 0;
    fc.assert(
      fc.property(
        fc.array(rule, { minLength: 1, maxLength: 6 }),
        someFacts,
        fc.constantFrom<DecisionOutcome | null>('ALLOW', 'DENY', 'NEEDS_APPROVAL', null),
        (rules, facts, wanted) => {
          const compiled = compileModel(modelOf(shape(rules)));
          const now = outcomeAfter(compiled, facts);
          const isWanted = (found: DecisionOutcome) => (wanted === null ? found !== now : found === wanted);
          const { suggestions } = search(compiled, facts, { wanted });
          if (isWanted(now)) expect(suggestions).toEqual([]);
          for (const { changes, outcome: promised } of suggestions) {
            expect(outcomeAfter(compiled, facts, changes)).toBe(promised);
            expect(isWanted(promised)).toBe(true);
            for (const part of lesser(changes)) expect(isWanted(outcomeAfter(compiled, facts, part))).toBe(false);
            for (const { field, from } of changes) expect(valueAt(facts, field.split('.')) ?? null).toEqual(from);
            checked += 1;
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(checked).toBeGreaterThan(200);
  });

  it('find a change of one fact wherever brute force finds one', () => {
    const values: Readonly<Record<string, readonly (string | number | boolean)[]>> = {
      amount: [-1, 0, 4, 4.5, 5, 7, 9, 10, 10.5, 11, 50],
      tier: ['a', 'b'],
      faulty: [true, false],
      bought: ['2026-01-01', '2026-01-15', '2026-01-16', '2026-01-31', '2026-02-01', '2026-02-02'],
    };
    let found = 0;
    fc.assert(
      fc.property(fc.array(rule, { minLength: 1, maxLength: 5 }), someFacts, (rules, facts) => {
        const compiled = compileModel(modelOf(shape(rules)));
        if (outcomeAfter(compiled, facts) === 'ALLOW') return;
        const single = Object.entries(values).some(([field, all]) =>
          all.some(
            (to) =>
              (field !== 'tier' || rules.some((each) => each.includes(`"${to}"`))) &&
              outcomeAfter(compiled, facts, [{ field, from: null, to }]) === 'ALLOW',
          ),
        );
        if (!single) return;
        found += 1;
        expect(search(compiled, facts).suggestions[0]?.changes).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(50);
  });

  const refunds = compileModel(modelOf(REFUNDS));
  const parcel = { faulty: false, bought: '2026-01-29', returned: '2026-03-03', proof: 'RECEIPT', amount: 49.99 };
  const changesOf = (facts: Facts, terms: Partial<SearchTerms> = {}) =>
    search(refunds, facts, terms).suggestions.map(({ changes }) =>
      Object.fromEntries(changes.map(({ field, to }) => [field, to])),
    );

  it('move a day just as far as it takes', () => {
    expect(changesOf(parcel)).toEqual([{ faulty: true }, { bought: '2026-02-01' }, { returned: '2026-02-28' }]);
  });

  it('leave alone what cannot change, and want what they are told to', () => {
    expect(changesOf(parcel, { keep: ['faulty', 'returned'] })).toEqual([{ bought: '2026-02-01' }]);
    expect(changesOf(parcel, { limit: 1 })).toHaveLength(1);
    expect(changesOf({ ...parcel, bought: '2026-02-20' }, { wanted: 'NEEDS_APPROVAL' })).toContainEqual({
      amount: 100.01,
    });
    expect(changesOf({ ...parcel, amount: 150 }, { wanted: null })[0]).toEqual({ faulty: true });
    expect(changesOf({ ...parcel, amount: 150 })).toContainEqual({ faulty: true, amount: 100 });
  });

  it('say which fact would do where one is missing', () => {
    const { proof: _, ...unproved } = { ...parcel, bought: '2026-02-20' };
    expect(changesOf(unproved)).toEqual([{ faulty: true }, { proof: 'RECEIPT' }]);
  });

  it('move instants, lengths of time and parts of facts', () => {
    const types = [
      {
        ...{ name: 'tLoan', base: null, isList: false, allowedValues: null },
        parts: [
          { name: 'term', base: 'days and time duration', isList: false, allowedValues: null, parts: [] },
          { name: 'asked', base: 'date and time', isList: false, allowedValues: null, parts: [] },
          { name: 'months', base: 'years and months duration', isList: false, allowedValues: null, parts: [] },
        ],
      },
    ];
    const model = modelOf({
      facts: [['Loan', 'tLoan']],
      columns: ['Loan.term', 'Loan.asked', 'Loan.months'],
      outputs: [['outcome', '"DENY"']],
      rules: ['<= duration("P30D"); < @"2026-03-01T10:30:00Z"; >= duration("P1Y") | "ALLOW"'],
    });
    const compiled = compileModel({ ...model, types });
    const good = { term: 'P30D', asked: '2026-03-01T10:29:00.000Z', months: 'P1Y' };
    const only = (part: Partial<typeof good>) =>
      search(compiled, { Loan: { ...good, ...part } }).suggestions[0]?.changes;
    expect(only({ term: 'P33D' })).toEqual([{ field: 'Loan.term', from: 'P33D', to: 'P30D' }]);
    expect(only({ asked: '2026-03-02T10:30:00.000Z' })).toMatchObject([{ to: '2026-03-01T10:29:00.000Z' }]);
    expect(only({ months: 'P10M' })).toEqual([{ field: 'Loan.months', from: 'P10M', to: 'P1Y0M' }]);
  });
});
