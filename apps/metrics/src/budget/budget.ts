import { invalidInput, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { BudgetStatus, OpenBudgetInput } from '@courtesy/graph-types/metrics';

/** What the organisation may spend in one calendar year, in one currency. */
export interface Budget {
  readonly id: string;
  readonly name: string;
  readonly year: number;
  readonly currency: string;
  /** The person who answers for it; null when nobody was named. */
  readonly ownerId: string | null;
  readonly status: BudgetStatus;
  readonly openedAt: Date;
  readonly version: number;
}

/** A budget, with what came of it. */
interface BudgetOutcome<T extends string> {
  readonly type: T;
  readonly budget: Budget;
}
/** There is a budget. */
export type BudgetOpened = BudgetOutcome<'BudgetOpened'>;
/** Nothing new is committed under it. */
export type BudgetFrozen = BudgetOutcome<'BudgetFrozen'>;
/** It is open again. */
export type BudgetThawed = BudgetOutcome<'BudgetThawed'>;
/** Its year is over. */
export type BudgetClosed = BudgetOutcome<'BudgetClosed'>;
/** It stands where this cannot be done with it. */
export type BudgetIsElsewhere = BudgetOutcome<'BudgetIsElsewhere'>;
/** Something is still committed under it. */
export interface BudgetHasCommitments extends BudgetOutcome<'BudgetHasCommitments'> {
  readonly open: number;
}

/** The longest name of a budget, in characters. */
export const MAX_NAME = 200;
/** The longest reason of an entry, in characters. */
export const MAX_REASON = 1_000;
/** The years that a budget can be for. */
const YEARS = { from: 2000, to: 2200 };

/** What is wrong with a reason. */
export function problemsOfReason(path: string, text: string): Problem[] {
  if (text.trim() === '') return [{ path, message: 'is empty' }];
  return text.length > MAX_REASON ? [{ path, message: `has ${text.length} characters; at most ${MAX_REASON}` }] : [];
}

/** What is wrong with a budget that is to be opened. */
export function problemsOfBudget({ name, year, currency }: OpenBudgetInput, isCurrency: boolean): Problem[] {
  const isName = name.trim() !== '' && name.length <= MAX_NAME;
  const isYear = year >= YEARS.from && year <= YEARS.to;
  return [
    ...(isName ? [] : [{ path: 'name', message: `must have 1 to ${MAX_NAME} characters` }]),
    ...(isYear ? [] : [{ path: 'year', message: `is ${year}; give ${YEARS.from} to ${YEARS.to}` }]),
    ...(isCurrency ? [] : [{ path: 'currency', message: `"${currency}" is not a currency of ISO 4217` }]),
  ];
}

/** From where each step leads on. */
const steps = {
  BudgetFrozen: { from: ['OPEN'], to: 'FROZEN' },
  BudgetThawed: { from: ['FROZEN'], to: 'OPEN' },
  BudgetClosed: { from: ['OPEN', 'FROZEN'], to: 'CLOSED' },
} as const satisfies Record<string, { readonly from: readonly BudgetStatus[]; readonly to: BudgetStatus }>;

function step<S extends keyof typeof steps>(type: S, current: Budget): BudgetOutcome<S> | BudgetIsElsewhere {
  const { from, to } = steps[type];
  if (!(from as readonly BudgetStatus[]).includes(current.status))
    return { type: 'BudgetIsElsewhere', budget: current };
  return { type, budget: { ...current, status: to, version: current.version + 1 } };
}

/** Lets nothing new be committed, and no plan be revised, for now. */
export const freeze = (current: Budget): BudgetFrozen | BudgetIsElsewhere => step('BudgetFrozen', current);

/** Lets it go on. */
export const thaw = (current: Budget): BudgetThawed | BudgetIsElsewhere => step('BudgetThawed', current);

/** Ends its year for good. What is still committed must be settled or released before. */
export function close(current: Budget, open: number): BudgetClosed | BudgetIsElsewhere | BudgetHasCommitments {
  const closed = step('BudgetClosed', current);
  return closed.type === 'BudgetClosed' && open > 0 ? { type: 'BudgetHasCommitments', budget: current, open } : closed;
}

/** What a budget that is not open answers to whoever wants to spend or plan under it; null when it is open. */
export const unlessOpen = (budget: Budget): BudgetIsElsewhere | null =>
  budget.status === 'OPEN' ? null : { type: 'BudgetIsElsewhere', budget };

/** One problem as an outcome. */
export const wrong = (path: string, message: string): InvalidInput => invalidInput([{ path, message }]);
