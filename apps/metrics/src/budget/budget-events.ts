import type { NewEvent } from '@courtesy/events';
import type { BudgetCommitment, BudgetLine } from './budget-line.ts';
import type { Entered } from './ledger.ts';

const placeOf = ({ budgetId, category, siteId, month, currency, ...line }: BudgetLine) => ({
  ...{ budgetId, category, siteId, month, currency },
  plannedMinor: String(line.plannedMinor),
  committedMinor: String(line.committedMinor),
  actualMinor: String(line.actualMinor),
});

const types = {
  OPEN: 'courtesy.budget.reserved.v1',
  RELEASED: 'courtesy.budget.released.v1',
  SETTLED: 'courtesy.budget.settled.v1',
} as const;

/** What others are told of a commitment: what it came to, once it has. */
export function commitmentEvent({ line, entry }: Entered, commitment: BudgetCommitment): NewEvent {
  const { id: commitmentId, forId, status, minor, settledMinor } = commitment;
  const counted = status === 'SETTLED' ? (settledMinor ?? minor) : minor;
  return {
    ...{ type: types[status], subject: line.id, sequence: entry.number, time: entry.enteredAt },
    data: { ...placeOf(line), commitmentId, forId, minor: String(counted) },
  };
}

/** What others are told when an entry brought a line to its threshold; nothing otherwise. */
export function thresholdEvents({ line, entry, passedThreshold }: Entered): NewEvent[] {
  if (!passedThreshold) return [];
  return [
    {
      ...{ type: 'courtesy.budget.threshold-passed.v1', subject: line.id, sequence: entry.number },
      ...{ time: entry.enteredAt, data: { ...placeOf(line), thresholdPercent: line.thresholdPercent } },
    },
  ];
}
