import { amountOf, invalidInput, isProblem, type Problem } from '@courtesy/kernel';
import type { Context } from '@courtesy/subgraph';
import type {
  BeginInvestigationInput,
  CheckDecisionInput,
  DecideComplaintInput,
  RedressInput,
} from '@courtesy/graph-types/cases';
import { MAX_REASON, problemWithText } from '../case/case.ts';
import { stepAs, withComplaint } from './complaint.commands.ts';
import { leadsTo } from './complaint.ts';
import { isDecision, makerOf, type Redress } from './complaint-step.ts';
import { sameDecider } from './letter-check.ts';
import { checkNeededSince } from './taking.ts';

/** How many items one decision or answer takes. */
export const MAX_ITEMS = 20;

/** Begins to find out what happened. */
export function beginInvestigation(context: Context, input: BeginInvestigationInput) {
  return withComplaint(context, input, (locked) =>
    stepAs('InvestigationBegun', context, locked, { verb: 'INVESTIGATE', at: locked.now }),
  );
}

function redressOf(given: RedressInput, path: string): Redress | Problem {
  const { kind, amount, action, dueOn } = given;
  const problem = problemWithText(`${path}.action`, action, MAX_REASON);
  if (problem) return problem;
  const money = amount ? amountOf(`${path}.amount`, amount) : null;
  if (isProblem(money)) return money;
  const minor = money ? String(money.minor) : null;
  return { kind, amountMinor: minor, currency: money?.currency ?? null, action, dueOn: dueOn ?? null };
}

/** Decides a complaint in its stage. Whoever decided a stage that this one must be decided apart from is refused. */
export async function decideComplaint(context: Context, input: DecideComplaintInput) {
  const reasons = problemWithText('reasons', input.reasons, MAX_REASON);
  const given = (input.redress ?? []).map((each, i) => redressOf(each, `redress[${i}]`));
  const redress = given.filter((each) => 'kind' in each);
  const problems = [...(reasons ? [reasons] : []), ...given.filter((each) => 'path' in each)];
  if (given.length > MAX_ITEMS)
    problems.push({ path: 'redress', message: `has ${given.length} items; at most ${MAX_ITEMS}` });
  if (problems.length > 0) return invalidInput(problems);
  const { actor } = context;
  return withComplaint(context, input, async (locked) => {
    const to = leadsTo(locked, 'DECIDE');
    if (typeof to === 'object') return to;
    const same = sameDecider(locked, makerOf({ personId: actor.personId ?? null, recordedBy: actor.subject }));
    if (same) return same;
    const { now } = locked;
    return stepAs('ComplaintDecided', context, locked, {
      ...{ verb: 'DECIDE', at: now, reason: input.reasons, outcome: input.outcome, redress },
      changes: { awaitsCheckSince: checkNeededSince(locked, input.outcome, now) },
    });
  });
}

/** Confirms a decision as a second person, or gives it back. */
export async function checkDecision(context: Context, input: CheckDecisionInput) {
  const problem = input.confirmed ? null : problemWithText('reason', input.reason ?? '', MAX_REASON);
  if (problem) return invalidInput([problem]);
  const { actor } = context;
  return withComplaint(context, input, async (locked) => {
    const verb = input.confirmed ? 'CONFIRM' : 'RETURN';
    const to = leadsTo(locked, verb);
    if (typeof to === 'object') return to;
    const decision = locked.steps.findLast(isDecision);
    const checker = makerOf({ personId: actor.personId ?? null, recordedBy: actor.subject });
    if (decision && makerOf(decision) === checker) return { type: 'OwnDecision' as const, complaint: locked.complaint };
    return stepAs('DecisionChecked', context, locked, {
      ...{ verb, at: locked.now, reason: input.reason ?? null },
      changes: { awaitsCheckSince: null },
    });
  });
}
