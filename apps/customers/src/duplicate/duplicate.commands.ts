import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  AdoptDuplicateRuleInput,
  DismissDuplicateInput,
  StartDuplicateScanInput,
} from '@courtesy/graph-types/customers';
import { problemWithText } from '../customer/wording.ts';
import { adoptedEvent, dismissedEvent, startedEvent } from './duplicate-events.ts';
import {
  MAX_REASON,
  problemsOfRule,
  problemsOfThreshold,
  STANDARD,
  type DuplicateAlreadyMerged,
  type DuplicateDismissed,
  type DuplicateRule,
  type DuplicateRuleAdopted,
  type DuplicateRun,
  type DuplicateScanStarted,
  type DuplicateScanUnderWay,
} from './duplicate.ts';
import {
  addDismissal,
  addRule,
  addRun,
  duplicatePairsById,
  findRule,
  lockRule,
  pairStates,
  runUnderWay,
  saveRule,
} from './duplicate.store.ts';

/** What can come of adopting a rule. */
export type AdoptDuplicateRuleOutcome = DuplicateRuleAdopted | StaleVersion<DuplicateRule> | InvalidInput;

const permille = (share: number) => Math.max(1, Math.round(share * 1000));

/** Puts a rule in force, or another in its place. */
export async function adoptDuplicateRule(
  context: Context,
  input: AdoptDuplicateRuleInput,
): Promise<AdoptDuplicateRuleOutcome> {
  const { threshold, expectedVersion: expected } = input;
  const criteria = input.criteria.map(({ against = 0, ...criterion }) => ({ ...criterion, against }));
  const name = input.name.trim();
  const problems = problemsOfRule({ name, criteria, threshold });
  if (problems.length > 0) return invalidInput(problems);
  const wanted = { name, criteria, thresholdPermille: permille(threshold) };
  return context.db.transaction(async (tx): Promise<AdoptDuplicateRuleOutcome> => {
    const fresh: DuplicateRule = { id: context.newId('dupl'), ...wanted, version: 1 };
    if (await addRule(tx.manager, fresh)) {
      tx.emit(adoptedEvent(fresh, context.now()));
      return { type: 'DuplicateRuleAdopted', rule: fresh };
    }
    const current = await lockRule(tx.manager, name);
    if (!current) throw new Error(`The rule ${name} is there and is not`);
    if (expected && expected !== current.version) return staleVersion(expected, current);
    const rule: DuplicateRule = { ...current, ...wanted, version: current.version + 1 };
    await saveRule(tx.manager, rule);
    tx.emit(adoptedEvent(rule, context.now()));
    return { type: 'DuplicateRuleAdopted', rule };
  });
}

/** What can come of asking for a scan. */
export type StartDuplicateScanOutcome =
  DuplicateScanStarted | DuplicateScanUnderWay | NotFound | InvalidInput | IdempotencyKeyReused;

function newRun(context: Context, rule: DuplicateRule, threshold: number | null | undefined): DuplicateRun {
  return {
    ...{ id: context.newId('dupr'), ruleId: rule.id, criteria: rule.criteria, state: 'WAITING' },
    thresholdPermille: typeof threshold === 'number' ? permille(threshold) : rule.thresholdPermille,
    ...{ requestedBy: context.actor.subject, requestedAt: context.now(), endedAt: null, cursor: null },
    ...{ slices: 0, steps: 1, stepsDone: 0, compared: 0, found: 0, leftOutCount: 0, leftOut: [], failures: 0 },
    version: 1,
  };
}

async function start(
  context: Context,
  tx: Transaction,
  input: StartDuplicateScanInput,
): Promise<StartDuplicateScanOutcome> {
  const name = input.rule ?? STANDARD;
  const rule = await findRule(tx.manager, name);
  if (!rule) return notFound(name);
  const run = newRun(context, rule, input.threshold);
  if (!(await addRun(tx.manager, run))) {
    const other = await runUnderWay(tx.manager, rule.id);
    // It ended just now: then this one may begin.
    return other ? { type: 'DuplicateScanUnderWay', run: other } : start(context, tx, input);
  }
  tx.emit(startedEvent(run));
  return { type: 'DuplicateScanStarted', run };
}

/** Asks for a scan of all customers; the worker does it. */
export async function startDuplicateScan(
  context: Context,
  input: StartDuplicateScanInput,
): Promise<StartDuplicateScanOutcome> {
  const problems = problemsOfThreshold(input.threshold);
  if (problems.length > 0) return invalidInput(problems);
  const { idempotencyKey: key } = input;
  const request = { key, operation: 'startDuplicateScan', subject: context.actor.subject, input, now: context.now() };
  return context.db.transaction((tx) => once(tx, request, () => start(context, tx, input)));
}

/** What can come of dismissing a pair. */
export type DismissDuplicateOutcome = DuplicateDismissed | DuplicateAlreadyMerged | NotFound | InvalidInput;

/** Records that two customers are two. One who says so again changes nothing. */
export async function dismissDuplicate(
  context: Context,
  { pairId, reason }: DismissDuplicateInput,
): Promise<DismissDuplicateOutcome> {
  const problem = problemWithText('reason', reason, MAX_REASON);
  if (problem) return invalidInput([problem]);
  const pair = await context.load(duplicatePairsById, pairId, undefined);
  if (!pair) return notFound(pairId);
  const states = await pairStates(context.db.manager, [pairId]);
  if (states.get(pairId) === 'MERGED') return { type: 'DuplicateAlreadyMerged', pair };
  const { firstId, secondId } = pair;
  const dismissal = {
    ...{ id: context.newId('dupd'), firstId, secondId, reason: reason.trim() },
    ...{ dismissedBy: context.actor.subject, dismissedAt: context.now() },
  };
  await context.db.transaction(async (tx) => {
    if (await addDismissal(tx.manager, dismissal)) tx.emit(dismissedEvent(dismissal));
  });
  return { type: 'DuplicateDismissed', pair };
}
