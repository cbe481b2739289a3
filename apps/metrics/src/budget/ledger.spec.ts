import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Budget } from './budget.ts';
import {
  availableOf,
  figuresOf,
  forecastOf,
  isAtThreshold,
  NO_FIGURES,
  type BudgetCommitment,
  type BudgetLine,
  type CostEntry,
} from './budget-line.ts';
import { correct, release, reserve, revise, settle, type Entered } from './ledger.ts';

const at = new Date('2026-03-02T10:00:00.000Z');
const by = { enteredBy: 'somebody', enteredById: null, enteredAt: at };
const budget: Budget = {
  ...{ id: 'budg_1', name: 'Service', year: 2026, currency: 'GBP', ownerId: null },
  ...{ status: 'OPEN', openedAt: at, version: 1 },
};
const empty: BudgetLine = {
  ...{ id: 'bdgl_1', budgetId: budget.id, category: 'REFUND', siteId: null, month: '2026-03-01', currency: 'GBP' },
  ...{ control: 'STOP', thresholdPercent: 90, ...NO_FIGURES, entries: 0, version: 1 },
};

type Step =
  | { readonly do: 'RESERVE'; readonly minor: number }
  | { readonly do: 'CORRECT'; readonly minor: number }
  | { readonly do: 'PLAN'; readonly minor: number }
  | { readonly do: 'RELEASE' | 'SETTLE'; readonly which: number; readonly share: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('RESERVE' as const), minor: fc.integer({ min: 1, max: 500 }) }),
  fc.record({ do: fc.constant('PLAN' as const), minor: fc.integer({ min: 0, max: 2_000 }) }),
  fc.record({ do: fc.constant('CORRECT' as const), minor: fc.integer({ min: -300, max: 300 }) }),
  fc.record({
    do: fc.constantFrom('RELEASE' as const, 'SETTLE' as const),
    which: fc.nat(20),
    share: fc.integer({ min: 0, max: 100 }),
  }),
);

interface Told {
  line: BudgetLine;
  readonly ledger: CostEntry[];
  readonly commitments: BudgetCommitment[];
}

/** Does one step as the commands do it. */
function take(told: Told, what: Step): void {
  const entryId = `cost_${told.ledger.length}`;
  const keep = ({ line, entry }: Entered) => {
    told.line = line;
    told.ledger.push(entry);
  };
  if (what.do === 'RESERVE') {
    const ids = { entryId, commitmentId: `bcom_${told.ledger.length}`, forId: null, because: null };
    const came = reserve({ budget, line: told.line }, { ...ids, minor: BigInt(what.minor) }, by);
    if (came.type !== 'Reserved') return;
    keep(came);
    told.commitments.push(came.commitment);
    return;
  }
  if (what.do === 'PLAN') {
    const { control, thresholdPercent } = told.line;
    const to = { entryId, because: 'so', control, thresholdPercent, plannedMinor: BigInt(what.minor) };
    const came = revise(told.line, to, by);
    return came.type === 'Revised' ? keep(came) : undefined;
  }
  if (what.do === 'CORRECT') return keep(correct(told.line, { entryId, because: 'so', minor: BigInt(what.minor) }, by));
  const place = told.commitments.length === 0 ? -1 : what.which % told.commitments.length;
  const commitment = told.commitments[place];
  if (!commitment) return;
  const minor = (commitment.minor * BigInt(what.share)) / 100n;
  const held = { line: told.line, commitment };
  const came =
    what.do === 'SETTLE' ? settle(held, { entryId, minor }, by) : release(held, { entryId, because: 'so' }, by);
  if (came.type !== 'Ended') return;
  keep(came);
  told.commitments[place] = came.commitment;
}

describe('the ledger of a budget line', () => {
  it('comes to the figures of the line after any steps, and numbers its entries without a gap', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.constantFrom('IGNORE', 'WARN', 'STOP'), (steps, control) => {
        const told: Told = { line: { ...empty, control: control as 'STOP' }, ledger: [], commitments: [] };
        for (const each of steps) take(told, each);
        const { plannedMinor, committedMinor, actualMinor } = told.line;
        expect(figuresOf(told.ledger)).toEqual({ plannedMinor, committedMinor, actualMinor });
        expect(told.ledger.map(({ number }) => number)).toEqual(told.ledger.map((_, i) => i + 1));
        const open = told.commitments.filter(({ status }) => status === 'OPEN');
        expect(committedMinor).toBe(open.reduce((sum, { minor }) => sum + minor, 0n));
      }),
    );
  });

  it('never brings a line under STOP below nothing, whatever is reserved, settled, released or planned', () => {
    fc.assert(
      fc.property(
        fc.array(
          step.filter(({ do: verb }) => verb !== 'CORRECT'),
          { maxLength: 60 },
        ),
        (steps) => {
          const told: Told = { line: empty, ledger: [], commitments: [] };
          for (const each of steps) {
            take(told, each);
            expect(availableOf(told.line)).toBeGreaterThanOrEqual(0n);
          }
        },
      ),
    );
  });

  it('lets nothing new be committed under a budget that is frozen or closed', () => {
    const what = { entryId: 'cost_1', commitmentId: 'bcom_1', forId: null, because: null, minor: 1n };
    const line = { ...empty, plannedMinor: 100n };
    for (const status of ['FROZEN', 'CLOSED'] as const)
      expect(reserve({ budget: { ...budget, status }, line }, what, by).type).toBe('BudgetIsElsewhere');
  });
});

describe('the threshold of a budget line', () => {
  const line = { ...empty, control: 'WARN' as const, plannedMinor: 1_000n, committedMinor: 800n };
  const ask = (of: BudgetLine, minor: bigint) => {
    const ids = { entryId: 'cost_1', commitmentId: 'bcom_1', forId: null, because: null };
    return reserve({ budget, line: of }, { ...ids, minor }, by);
  };

  it('is passed by the entry that brings its use there, and by none after it', () => {
    expect(ask(line, 99n)).toMatchObject({ passedThreshold: false, isOver: false });
    expect(ask(line, 100n)).toMatchObject({ passedThreshold: true, isOver: false });
    expect(ask({ ...line, committedMinor: 900n }, 200n)).toMatchObject({ passedThreshold: false, isOver: true });
  });

  it('is nobody’s business under IGNORE', () => {
    expect(ask({ ...line, control: 'IGNORE' }, 900n)).toMatchObject({ passedThreshold: false, isOver: false });
  });

  it('is not reached by a line that nothing is used of, even with nothing planned', () => {
    expect(isAtThreshold(NO_FIGURES, 90)).toBe(false);
    expect(isAtThreshold({ ...NO_FIGURES, actualMinor: 1n }, 90)).toBe(true);
  });
});

describe('the forecast of a budget line', () => {
  const line = { month: '2026-02-01', plannedMinor: 1_000n, committedMinor: 50n, actualMinor: 150n };

  it('is its plan before its month, or what is used already when that is more', () => {
    expect(forecastOf(line, '2026-01-31')).toEqual({ minor: 1_000n, basis: 'PLAN' });
    expect(forecastOf({ ...line, plannedMinor: 100n }, '2026-01-31')).toEqual({ minor: 200n, basis: 'PLAN' });
  });

  it('goes on at the same pace in its month, halves rounded up', () => {
    expect(forecastOf(line, '2026-02-07')).toEqual({ minor: 800n, basis: 'PACE' });
    expect(forecastOf({ ...line, actualMinor: 151n }, '2026-02-08')).toEqual({ minor: 704n, basis: 'PACE' });
    expect(forecastOf(line, '2026-02-28')).toEqual({ minor: 200n, basis: 'PACE' });
  });

  it('is what was used after it', () => {
    expect(forecastOf(line, '2026-03-01')).toEqual({ minor: 200n, basis: 'USED' });
  });
});
