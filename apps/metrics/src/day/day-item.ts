import { byRank, reasonsOf, scoreOf, type DayReason, type Weighed } from './ranking.ts';

/** The types that an item of the day may be about. */
export type DaySubjectType =
  | 'Case'
  | 'Approval'
  | 'Task'
  | 'QualityReview'
  | 'Refund'
  | 'CompensationAward'
  | 'Escalation'
  | 'MajorIncident'
  | 'Site'
  | 'Team'
  | 'Person'
  | 'CustomerPromise'
  | 'PolicyVersion'
  | 'BriefVersion'
  | 'ServiceContract'
  | 'ActionItem'
  | 'ShiftSwap'
  | 'Leave'
  | 'BudgetLine'
  | 'Target'
  | 'Idea'
  | 'Insight';

/** What an item of the day is about; the fields of what is this service's own are loaded when asked for. */
export interface DaySubject {
  readonly id: string;
  readonly type: DaySubjectType;
}

/** What a call has to be told, and is known already. */
export interface DayArgument {
  /** Its place in the input; that of a field of an item of a list by a dot, as in `shifts.siteId`. */
  readonly name: string;
  readonly value: string;
}

/** A call that clears an item, or a part of it. */
export interface DayClearing {
  readonly mutation: string;
  readonly arguments: readonly DayArgument[];
  /** What the caller has to decide. */
  readonly asks: readonly string[];
}

/** One open thing that the caller can clear. */
export interface OpenThing extends Weighed {
  readonly subject: DaySubject;
  /** How many things it stands for already. */
  readonly count: number;
  /** Why it is on the list, in a sentence with its numbers. */
  readonly why: string;
  readonly clearedBy: readonly DayClearing[];
}

/** One item of the day: everything of one kind about one subject. */
export interface DayItem extends OpenThing {
  readonly id: string;
  /** From 1. */
  readonly rank: number;
  readonly isOverdue: boolean;
  readonly score: number;
  readonly reasons: readonly DayReason[];
}

/** How many calls are named of an item at most. */
export const MAX_CLEARINGS = 25;

const keyOf = ({ kind, subject }: OpenThing) => `${kind}:${subject.id}`;

/** Everything of one kind about one subject as one thing: as urgent as the most urgent of them, as harmful as the worst. */
function together(things: readonly [OpenThing, ...OpenThing[]]): OpenThing {
  const [first, ...rest] = [...things].sort(
    (one, other) => one.deadline.getTime() - other.deadline.getTime() || (one.why < other.why ? -1 : 1),
  ) as [OpenThing, ...OpenThing[]];
  if (rest.length === 0) return first;
  const calls = new Map([first, ...rest].flatMap((each) => each.clearedBy).map((call) => [JSON.stringify(call), call]));
  const sum = (of: (thing: OpenThing) => number) => things.reduce((total, thing) => total + of(thing), 0);
  const worst = things.reduce((most, { harm }) => (harm.points > most.points ? harm : most), first.harm);
  const count = sum((thing) => thing.count);
  return {
    ...first,
    ...{
      harm: worst,
      count,
      extent: sum(({ extent }) => extent),
      why: `${first.why} And ${count - first.count} more.`,
    },
    isForCallerAlone: things.every(({ isForCallerAlone }) => isForCallerAlone),
    clearedBy: [...calls.values()].slice(0, MAX_CLEARINGS),
  };
}

/** The day as it is to be gone through: grouped by kind and subject, each with its score, the first first. */
export function rankDay(things: readonly OpenThing[], now: Date): DayItem[] {
  const groups = Map.groupBy(things, keyOf);
  const scored = [...groups].map(([id, group]) => {
    const thing = together(group as [OpenThing, ...OpenThing[]]);
    const reasons = reasonsOf(thing, now);
    return { ...thing, id, reasons, score: scoreOf(reasons), isOverdue: thing.deadline <= now };
  });
  return scored.sort(byRank).map((item, place) => ({ ...item, rank: place + 1 }));
}
