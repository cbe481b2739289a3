import {
  amountOrNothingOf,
  invalidInput,
  InvalidMoney,
  isIdOf,
  isProblem,
  money,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type Problem,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused } from '@courtesy/persistence';
import { type Context, forbidden, requireAll } from '@courtesy/subgraph';
import type {
  AddBudgetLineInput,
  CloseBudgetInput,
  FreezeBudgetInput,
  OpenBudgetInput,
  ReviseBudgetLineInput,
  ThawBudgetInput,
} from '@courtesy/graph-types/metrics';
import {
  close,
  freeze,
  problemsOfBudget,
  problemsOfReason,
  thaw,
  unlessOpen,
  type Budget,
  type BudgetIsElsewhere,
} from './budget.ts';
import { addBudget, lockBudget, openCommitments, saveBudget } from './budget.store.ts';
import { NO_FIGURES, type BudgetLine, type BudgetLineExists } from './budget-line.ts';
import { thresholdEvents } from './budget-events.ts';
import { enter, revise, type EntryHand } from './ledger.ts';
import { addLine, findLine, hasLine, lockLine, reachesSite, saveEntry } from './line.store.ts';

/** Whoever enters something, as ledgers keep them. */
export const entryHand = ({ actor, now }: Context): EntryHand => ({
  ...{ enteredBy: actor.subject, enteredById: actor.personId ?? null, enteredAt: now() },
});

/** The budget of a whole year is the organisation's. */
const FOR_ALL = 'A budget is changed by whoever reaches the whole organisation.';

function isCurrency(code: string): boolean {
  try {
    return money(0n, code).currency === code;
  } catch (error) {
    if (error instanceof InvalidMoney) return false;
    throw error;
  }
}

/** Opens the budget of a year. @throws a FORBIDDEN error for a caller who does not reach the whole organisation. */
export async function openBudget(context: Context, input: OpenBudgetInput) {
  requireAll(context, FOR_ALL);
  const problems = problemsOfBudget(input, isCurrency(input.currency));
  if (input.ownerId != null && !isIdOf('pers', input.ownerId))
    problems.push({ path: 'ownerId', message: `"${input.ownerId}" is not the id of a person` });
  if (problems.length > 0) return invalidInput(problems);
  const { actor, now, newId, db } = context;
  const asked = {
    ...{ key: input.idempotencyKey, operation: 'openBudget', subject: actor.subject, input, now: now() },
  };
  return db.transaction((tx) =>
    once(tx, asked, async () => {
      const { year, currency } = input;
      const budget: Budget = {
        ...{ id: newId('budg'), name: input.name.trim(), year, currency, ownerId: input.ownerId ?? null },
        ...{ status: 'OPEN', openedAt: now(), version: 1 },
      };
      await addBudget(tx.manager, budget);
      return { type: 'BudgetOpened' as const, budget };
    }),
  );
}

/** The one way in which a budget is changed: lock, decide, save. */
function changeBudget<O extends { readonly type: string; readonly budget: Budget }>(
  context: Context,
  { budgetId, expectedVersion }: { readonly budgetId: string; readonly expectedVersion?: number | null | undefined },
  decide: (current: Budget, open: number) => O,
): Promise<O | NotFound | StaleVersion<Budget>> {
  requireAll(context, FOR_ALL);
  return context.db.transaction(async (tx) => {
    const current = await lockBudget(tx.manager, budgetId, 'CHANGE');
    if (!current) return notFound(budgetId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const outcome = decide(current, await openCommitments(tx.manager, budgetId));
    if (outcome.budget.version !== current.version) await saveBudget(tx.manager, outcome.budget);
    return outcome;
  });
}

/** Lets nothing new be committed for now. */
export const freezeBudget = (context: Context, input: FreezeBudgetInput) => changeBudget(context, input, freeze);

/** Lets a budget go on. */
export const thawBudget = (context: Context, input: ThawBudgetInput) => changeBudget(context, input, thaw);

/** Ends a budget's year. */
export const closeBudget = (context: Context, input: CloseBudgetInput) => changeBudget(context, input, close);

const FIRST_DAY = /^\d{4}-(0[1-9]|1[0-2])-01$/;

/** From which share of a plan on, in percent, its use is announced when nobody says otherwise. */
const DEFAULT_THRESHOLD = 90;

function problemsOfPlan(input: {
  readonly thresholdPercent?: number | undefined;
  readonly because: string;
  readonly planned: { readonly amount: string; readonly currency: string };
}): Problem[] {
  const planned = amountOrNothingOf('planned', input.planned);
  const percent = input.thresholdPercent ?? DEFAULT_THRESHOLD;
  return [
    ...(isProblem(planned) ? [planned] : []),
    ...(percent >= 1 && percent <= 100
      ? []
      : [{ path: 'thresholdPercent', message: `is ${percent}; give 1 to 100 per cent` }]),
    ...problemsOfReason('because', input.because),
  ];
}

function problemsOfLine({ siteId, month, ...input }: AddBudgetLineInput): Problem[] {
  return [
    ...problemsOfPlan(input),
    ...(siteId != null && !isIdOf('site', siteId)
      ? [{ path: 'siteId', message: `"${siteId}" is not the id of a site` }]
      : []),
    ...(FIRST_DAY.test(month) ? [] : [{ path: 'month', message: 'must be the first day of a month' }]),
  ];
}

const plannedOf = (input: Pick<AddBudgetLineInput, 'planned'>): bigint => {
  const planned = amountOrNothingOf('planned', input.planned);
  if (isProblem(planned)) throw new Error(planned.message);
  return planned.minor;
};

/** What is wrong with a line, seen beside its budget. */
function misfits({ month, planned }: AddBudgetLineInput, budget: Budget): Problem[] {
  return [
    ...(Number(month.slice(0, 4)) === budget.year ? [] : [{ path: 'month', message: `lies outside ${budget.year}` }]),
    ...(planned.currency === budget.currency
      ? []
      : [{ path: 'planned', message: `is not in ${budget.currency}, as the budget is` }]),
  ];
}

/** What can come of planning. */
export type AddBudgetLineOutcome =
  | { readonly type: 'BudgetLineAdded'; readonly line: BudgetLine }
  | BudgetLineExists
  | BudgetIsElsewhere
  | NotFound
  | InvalidInput
  | IdempotencyKeyReused;

/** Plans an amount for a category, a place and a month. @throws a FORBIDDEN error where the caller does not reach the place. */
export async function addBudgetLine(context: Context, input: AddBudgetLineInput): Promise<AddBudgetLineOutcome> {
  const problems = problemsOfLine(input);
  if (problems.length > 0) return invalidInput(problems);
  const { actor, newId, db, now } = context;
  const asked = {
    ...{ key: input.idempotencyKey, operation: 'addBudgetLine', subject: actor.subject, input, now: now() },
  };
  const add = () =>
    db.transaction((tx) =>
      once(tx, asked, async () => {
        const siteId = input.siteId ?? null;
        if (!(await reachesSite(tx.manager, actor, siteId))) throw forbidden('This lies beyond what you may plan for.');
        const budget = await lockBudget(tx.manager, input.budgetId, 'SPEND');
        if (!budget) return notFound(input.budgetId);
        const shut = unlessOpen(budget);
        if (shut) return shut;
        const wrongs = misfits(input, budget);
        if (wrongs.length > 0) return invalidInput(wrongs);
        const { category, month, control = 'STOP', thresholdPercent = DEFAULT_THRESHOLD } = input;
        const bare: BudgetLine = {
          ...{ id: newId('bdgl'), budgetId: budget.id, category, siteId, month, currency: budget.currency },
          ...{ control, thresholdPercent, ...NO_FIGURES, entries: 0, version: 1 },
        };
        const because = input.because.trim();
        const plan = { ...NO_FIGURES, kind: 'PLAN' as const, plannedMinor: plannedOf(input), commitmentId: null };
        const { line, entry } = enter(bare, newId('cost'), { ...plan, because }, entryHand(context));
        await addLine(tx.manager, bare);
        await saveEntry(tx.manager, line, entry);
        return { type: 'BudgetLineAdded' as const, line };
      }),
    );
  try {
    return await add();
  } catch (error) {
    if (hasLine(error)) return { type: 'BudgetLineExists', month: input.month, category: input.category };
    throw error;
  }
}

/** Revises the plan of a line, and keeps who did and why in its ledger. */
export async function reviseBudgetLine(context: Context, input: ReviseBudgetLineInput) {
  const problems = problemsOfPlan(input);
  if (problems.length > 0) return invalidInput(problems);
  const { actor, newId, db } = context;
  return db.transaction(async (tx) => {
    const found = await findLine(tx.manager, actor, input.lineId);
    const budget = found && (await lockBudget(tx.manager, found.budgetId, 'SPEND'));
    if (!budget) return notFound(input.lineId);
    const shut = unlessOpen(budget);
    if (shut) return shut;
    if (input.planned.currency !== budget.currency)
      return invalidInput([{ path: 'planned', message: `is not in ${budget.currency}, as the budget is` }]);
    const line = await lockLine(tx.manager, input.lineId);
    const expected = input.expectedVersion ?? line.version;
    if (expected !== line.version) return staleVersion(expected, line);
    const { control, thresholdPercent } = input;
    const to = { plannedMinor: plannedOf(input), control, thresholdPercent, because: input.because.trim() };
    const revised = revise(line, { ...to, entryId: newId('cost') }, entryHand(context));
    if (revised.type === 'PlanBelowUse') return revised;
    await saveEntry(tx.manager, revised.line, revised.entry);
    tx.emit(...thresholdEvents(revised));
    return { type: 'BudgetLineRevised' as const, line: revised.line };
  });
}
