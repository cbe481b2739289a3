import { invalidInput, notFound, staleVersion, type InvalidInput } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { CaseVerb, TransitionCasesInput } from '@courtesy/graph-types/cases';
import { moving } from '../clock/case-change.ts';
import { moveClocks } from '../clock/clock.commands.ts';
import { recordMovements } from '../timeline/movement.commands.ts';
import { MAX_BULK } from './bulk.ts';
import { movedEvent, overriddenEvent } from './case-events.ts';
import { MAX_REASON, problemWithText, type Case, type CaseMoved } from './case.ts';
import { lockCases, saveCases } from './case.store.ts';
import { CLOSE_OVERRIDE, failuresOf, isGuarded, type GuardFailed, type GuardOverride, type Obstacle } from './guard.ts';
import { addOverrides } from './guard.store.ts';
import { hasMoved, type CaseMove, type CasesTransitioned, type MoveOutcome } from './move.ts';
import { obstaclesOf } from './obstacle.store.ts';
import { problemsOfStep, readStep } from './step-input.ts';
import { takeStep } from './step.ts';

/** What is wrong with what a person says of a move; none when it is put well. */
function problemsOfMove({ step, override }: CaseMove) {
  const overridden = override ? problemWithText('override.reason', override.reason, MAX_REASON) : null;
  return [...problemsOfStep(step), ...(overridden ? [overridden] : [])];
}

interface Taken<V extends CaseVerb> {
  readonly outcome: MoveOutcome<V>;
  readonly override: GuardOverride | null;
}

/** Decides one step: first whether the case can take it at all, then whether anything hinders it. */
function take<V extends CaseVerb>(
  context: Context,
  current: Case,
  move: CaseMove<V>,
  obstacles: readonly Obstacle[],
): Taken<V> {
  const { actor } = context;
  const verb = move.step.verb;
  const expected = move.expectedVersion ?? current.version;
  if (expected !== current.version) return { outcome: staleVersion(expected, current), override: null };
  const outcome = takeStep<V>(current, move.step, context.now());
  const failures = failuresOf(verb, obstacles);
  if (outcome.type === 'IllegalCaseTransition' || failures.length === 0) return { outcome, override: null };
  const mayOverride = actor.scopes.includes(CLOSE_OVERRIDE);
  if (!move.override || !mayOverride) {
    const failed: GuardFailed = { type: 'GuardFailed', case: current, verb, failures, mayOverride };
    // Only a guarded verb has failures, which the type of the verb alone does not tell.
    return { outcome: failed as MoveOutcome as MoveOutcome<V>, override: null };
  }
  const override: GuardOverride = {
    ...{ id: context.newId('govr'), caseId: current.id, verb, reason: move.override.reason, failures },
    ...{ overriddenBy: actor.subject, personId: actor.personId ?? null, at: context.now() },
  };
  return { outcome, override };
}

function decideAll<V extends CaseVerb>(
  context: Context,
  moves: readonly CaseMove<V>[],
  found: { readonly cases: Map<string, Case>; readonly obstacles: Map<string, Obstacle[]> },
): Taken<V>[] {
  const asked = new Set<string>();
  return moves.map((move) => {
    const problems = problemsOfMove(move);
    if (asked.has(move.caseId)) problems.push({ path: 'caseId', message: 'is asked twice; send it once' });
    asked.add(move.caseId);
    const current = found.cases.get(move.caseId);
    if (problems.length > 0) return { outcome: invalidInput(problems), override: null };
    if (!current) return { outcome: notFound(move.caseId), override: null };
    return take(context, current, move, found.obstacles.get(move.caseId) ?? []);
  });
}

/**
 * The one road of a change to cases: locks them in the order of their ids, lets the table and the guard decide each step, saves, announces and
 * moves the clocks, within the caller's transaction. A step that is refused changes nothing and hinders no other; the outcomes are in the order
 * of the moves. A handful of statements, however many cases.
 */
export async function moveCases<V extends CaseVerb>(
  context: Context,
  tx: Transaction,
  moves: readonly CaseMove<V>[],
): Promise<MoveOutcome<V>[]> {
  const ids = moves.map(({ caseId }) => caseId);
  const locked = await lockCases(tx.manager, context.actor, ids);
  const cases = new Map(locked.map((each) => [each.id, each]));
  const mayBeHindered = cases.size > 0 && moves.some(({ step }) => isGuarded(step.verb));
  const obstacles = mayBeHindered ? await obstaclesOf(tx.manager, [...cases.keys()]) : new Map<string, Obstacle[]>();
  const taken = decideAll(context, moves, { cases, obstacles });
  const moved: CaseMoved[] = taken.map(({ outcome }) => outcome).filter(hasMoved);
  const overrides = taken.flatMap(({ override }) => override ?? []);
  await saveCases(
    tx.manager,
    moved.map((each) => each.case),
  );
  await addOverrides(tx.manager, overrides);
  await recordMovements(context, tx, { moved });
  tx.emit(...moved.map(movedEvent), ...overrides.map(overriddenEvent));
  await moveClocks(context, tx, moved.map(moving));
  return taken.map(({ outcome }) => outcome);
}

/** Takes one step with one case, in a transaction of its own. */
export async function moveCase<V extends CaseVerb>(context: Context, move: CaseMove<V>): Promise<MoveOutcome<V>> {
  const [outcome] = await context.db.transaction((tx) => moveCases(context, tx, [move]));
  return outcome ?? notFound(move.caseId);
}

/** Takes one step with many cases, in one transaction. */
export async function transitionCases(
  context: Context,
  input: TransitionCasesInput,
): Promise<CasesTransitioned | InvalidInput | IdempotencyKeyReused> {
  const { db, actor } = context;
  const count = input.cases.length;
  const step = readStep(input.step);
  if (count === 0 || count > MAX_BULK)
    return invalidInput([{ path: 'cases', message: `has ${count} items; send 1 to ${MAX_BULK}` }]);
  if (!('verb' in step)) return invalidInput(step.map((each) => ({ ...each, path: `step.${each.path}` })));
  const request = {
    key: input.idempotencyKey,
    operation: 'transitionCases',
    subject: actor.subject,
    input,
    now: context.now(),
  };
  const { override } = input;
  return db.transaction((tx) =>
    once(tx, request, async () => {
      const moves = input.cases.map((item) => ({ ...item, step, override }));
      return { type: 'CasesTransitioned' as const, outcomes: await moveCases(context, tx, moves) };
    }),
  );
}
