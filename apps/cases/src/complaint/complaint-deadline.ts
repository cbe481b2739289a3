import { deadlines, type Deadline } from '@courtesy/kernel';
import type { ComplaintDeadlineState } from '@courtesy/graph-types/cases';
import type { KnownComplaint } from './complaint.ts';
import { datesOf, isLetter, type ComplaintStep } from './complaint-step.ts';
import { endOfDay } from './day.ts';

/** By when something must be sent. */
export interface ComplaintDeadline {
  /** The complaint's id and the key of the clock. */
  readonly id: string;
  readonly complaintId: string;
  /** The key of the regime's clock, or `holding` with a stage for the day that a holding response named. */
  readonly kind: string;
  readonly name: string;
  readonly stage: string;
  /** Its place among the deadlines of its complaint, from 0. */
  readonly place: number;
  readonly dueOn: string;
  readonly dueBy: Date;
  readonly isProvisional: boolean;
  /** Whether it must be kept: a limit that only a summary resolution keeps may be let pass. */
  readonly isBinding: boolean;
  /** When its stage ended, after which nothing can meet it; null while it has not. */
  readonly overAt: Date | null;
  readonly metAt: Date | null;
}

/** Whether a deadline was kept, at an instant. */
export function stateOf(deadline: ComplaintDeadline, now: Date): ComplaintDeadlineState {
  const { metAt, dueBy, isBinding, overAt } = deadline;
  if (metAt && metAt < dueBy) return 'MET';
  if (overAt && !metAt && overAt < dueBy) return 'LAPSED';
  if (!metAt && now < dueBy) return 'RUNNING';
  return isBinding ? 'BREACHED' : 'LAPSED';
}

/** Of the letters of a stage, the first that is one of these kinds. */
const firstLetter = (steps: readonly ComplaintStep[], stage: string, kinds: readonly string[]) =>
  steps.find((step) => isLetter(step) && step.stage === stage && kinds.includes(step.letterKind));

/** Whether a holding response went out before a clock was due, which makes it run longer. */
function isExtended({ stage, due }: Deadline, steps: readonly ComplaintStep[]): boolean {
  const held = steps.find((step) => step.verb === 'HOLD' && step.stage === stage.key);
  return held !== undefined && due !== null && held.on <= due.date;
}

/** Whether only a summary resolution keeps a limit: then it may be used, and need not be. */
const isOptional = ({ clock }: Deadline) =>
  clock.stoppedBy.length > 0 && clock.stoppedBy.every((each) => each === 'SUMMARY_RESOLUTION');

const answerOf = (steps: readonly ComplaintStep[], stage: string): Date | null =>
  steps.find((step) => step.verb === 'RESPOND' && step.stage === stage)?.at ?? null;

/** When a stage ended: with its answer, or because the complaint went elsewhere or ended without one. */
const endOf = (steps: readonly ComplaintStep[], stage: string): Date | null =>
  answerOf(steps, stage) ?? steps.find(({ verb }) => verb === 'REFER' || verb === 'CLOSE')?.at ?? null;

/** The day that the latest holding response of each stage named for the answer, which the answer of the stage keeps. */
function promised({ rules, steps }: KnownComplaint): Omit<ComplaintDeadline, 'id' | 'complaintId' | 'place'>[] {
  return rules.stages.flatMap((stage) => {
    const held = steps.findLast((step) => step.verb === 'HOLD' && step.stage === stage.key);
    if (!held?.expectedOn) return [];
    return {
      kind: `holding ${stage.key}`,
      name: 'The day that the holding response named',
      stage: stage.key,
      dueOn: held.expectedOn,
      dueBy: endOfDay(held.expectedOn, rules.timeZone),
      isProvisional: false,
      isBinding: true,
      overAt: endOf(steps, stage.key),
      metAt: answerOf(steps, stage.key),
    };
  });
}

/** The deadlines of a complaint as they stand. A clock whose last day the regime's calendar does not know has none. */
export function deadlinesOf(known: KnownComplaint): ComplaintDeadline[] {
  const { complaint, rules, steps } = known;
  const ofClocks = deadlines(rules, datesOf(complaint, steps)).flatMap((deadline) => {
    const { clock, stage, due, extended, provisional } = deadline;
    const last = isExtended(deadline, steps) ? (extended ?? due) : due;
    if (!last) return [];
    return {
      kind: clock.key,
      name: clock.name,
      stage: stage.key,
      dueOn: last.date,
      dueBy: endOfDay(last.date, rules.timeZone),
      isProvisional: provisional,
      isBinding: !isOptional(deadline),
      overAt: endOf(steps, stage.key),
      metAt: firstLetter(steps, stage.key, clock.stoppedBy)?.at ?? null,
    };
  });
  return [...ofClocks, ...promised(known)].map((each, place) => ({
    ...each,
    id: `${complaint.id} ${each.kind}`,
    complaintId: complaint.id,
    place,
  }));
}

/** The last day of the longer limit that a holding response of today buys in the stage; null when the regime sets none. */
export function longestDelay({ complaint, rules, steps }: KnownComplaint): string | null {
  const days = deadlines(rules, datesOf(complaint, steps))
    .filter(({ stage }) => stage.key === complaint.stage)
    .flatMap(({ extended }) => extended?.date ?? []);
  return days.sort()[0] ?? null;
}

/** The last day on which a summary resolution may be sent in the stage; null when the regime sets none. */
export function summaryResolutionUntil({ complaint, rules, steps }: KnownComplaint): string | null {
  const window = deadlines(rules, datesOf(complaint, steps)).find(
    (each) => each.stage.key === complaint.stage && isOptional(each),
  );
  return window?.due?.date ?? null;
}

/** When what must be sent next is due; null when nothing must be. What may be let pass is not among it. */
export function nextDueBy(standing: readonly ComplaintDeadline[]): Date | null {
  const due = standing.filter(({ metAt, overAt, isBinding }) => !metAt && !overAt && isBinding);
  return due.map(({ dueBy }) => dueBy).sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
}
