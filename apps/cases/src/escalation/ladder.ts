import { formatDuration, invalidInput, type Duration, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { CasePriority, CaseType, EscalationLevel } from '@courtesy/graph-types/cases';
import { problemWithText } from '../case/case.ts';
import { rankOf } from '../person-copy/on-duty.ts';

/** One step of a ladder. */
export interface LadderStep {
  readonly level: EscalationLevel;
  /** How much business time the customer waits before a case climbs there. */
  readonly after: Duration;
  /** How long whoever is asked has to accept, by the wall clock: they are on shift. */
  readonly acceptWithin: Duration;
}

/** A version of a ladder: how cases of a type and priority climb while nobody answers. It never changes; a later one takes its place. */
export interface EscalationLadder {
  readonly id: string;
  readonly name: string;
  /** Null for cases of every type. */
  readonly caseType: CaseType | null;
  /** Null for every priority. */
  readonly priority: CasePriority | null;
  /** From 1, within type and priority. */
  readonly number: number;
  /** From the lowest up; empty when these cases climb no more. */
  readonly levels: readonly LadderStep[];
  readonly effectiveFrom: Date;
  /** The subject of the caller who published it. */
  readonly publishedBy: string;
}

/** A version of a ladder is in force. */
export interface EscalationLadderPublished {
  readonly type: 'EscalationLadderPublished';
  readonly ladder: EscalationLadder;
}

const MINUTE_MS = 60_000;
/** The longest name of a ladder, in characters. */
const MAX_NAME = 200;

function problemsOfStep(step: LadderStep, before: LadderStep | undefined, path: string): Problem[] {
  const problems: Problem[] = [];
  if (step.after < MINUTE_MS) problems.push({ path: `${path}.after`, message: 'is less than a minute' });
  if (step.acceptWithin < MINUTE_MS) problems.push({ path: `${path}.acceptWithin`, message: 'is less than a minute' });
  if (before && rankOf(step.level) <= rankOf(before.level))
    problems.push({ path: `${path}.level`, message: `is not above ${before.level}` });
  if (before && step.after <= before.after)
    problems.push({ path: `${path}.after`, message: `is not later than ${formatDuration(before.after)}` });
  return problems;
}

/** Everything that is wrong with a ladder; nothing when it climbs. */
export function problemsOfLadder(name: string, levels: readonly LadderStep[]): InvalidInput | null {
  const named = problemWithText('name', name, MAX_NAME);
  const steps = levels.flatMap((step, i) => problemsOfStep(step, levels[i - 1], `levels[${i}]`));
  const problems = [...(named ? [named] : []), ...steps];
  return problems.length > 0 ? invalidInput(problems) : null;
}
