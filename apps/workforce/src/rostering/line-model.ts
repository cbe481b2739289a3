/**
 * What the solver works on: each worker's possible lines of duties, and what is needed of all of them together. Rosters and the public benchmark
 * of nurse rostering are both written as this.
 */
export interface LineModel {
  readonly workers: readonly LineWorker[];
  readonly needs: readonly Need[];
  readonly dutyCount: number;
  /** Cost of breaking a hard rule that a roster may be unable to keep: far above whatever a duty costs. */
  readonly big: number;
  /** Penalty of the whole of unfairness between the workers who have wishes; 0 when nobody asks. */
  readonly fairnessWeight: number;
  /** Whether all costs, fairness apart, are whole numbers. */
  readonly isWhole: boolean;
}

/** How many are needed at a time. */
export interface Need {
  readonly required: number;
  /** Cost of one too few, and of one too many. */
  readonly under: number;
  readonly over: number;
  /** Whether it is a hard rule; then `under` is {@link LineModel.big}. */
  readonly hard: boolean;
}

/** A duty that a worker may work, or time of theirs that is taken. Times are in one unit throughout a model. */
export interface Slot {
  /** Index of the duty; -1 for taken time. */
  readonly duty: number;
  /** 0 is the first day. */
  readonly day: number;
  readonly start: number;
  readonly end: number;
  readonly minutes: number;
  /** What forbids successions and is counted, from 0 on. */
  readonly kind: number;
  /** Place among the slots of its day, below 64. */
  readonly order: number;
}

/** Days, the last one excluded, within which the minutes of duties have bounds; taken minutes are off them already. */
export interface Period {
  readonly from: number;
  readonly until: number;
  readonly min: number;
  readonly max: number;
}

/** The hard rules of one worker's line. */
export interface LineRules {
  readonly minRest: number;
  /** Length of the unbroken rest in each seven days, and the midnights with the index of day 0; null for no rule. */
  readonly weeklyRest: {
    readonly length: number;
    readonly midnights: readonly number[];
    readonly first: number;
  } | null;
  /** Days in a row; Infinity and 0 or 1 for no rule. */
  readonly maxRun: number;
  readonly minRun: number;
  readonly minOff: number;
  readonly maxWeekends: number;
  /** Whether a stretch of work on the first day may have begun before. */
  readonly firstRunIsOpen: boolean;
  readonly periods: readonly Period[];
  /** Most slots of each kind; null for no rule. */
  readonly kindMax: readonly number[] | null;
  /** `forbidden[a][b]`: b may not follow a on the next day; null for no rule. */
  readonly forbidden: readonly (readonly boolean[])[] | null;
}

/** Somebody who works a line of duties. */
export interface LineWorker {
  /** What they may work, by day. */
  readonly options: readonly (readonly Slot[])[];
  /** In order; some before the first day or after the last one. */
  readonly taken: readonly Slot[];
  readonly rules: LineRules;
  /** Weekday of day 0, Monday 0. */
  readonly firstWeekday: number;
  /** What a line costs by itself: never more than `baseCost` and the `dutyCost` of each duty suggest is left out. */
  readonly costOf: (duties: readonly number[]) => number;
  /** Cost without any duty, and what each duty adds: together never above {@link costOf}. */
  readonly baseCost: number;
  readonly dutyCost: ReadonlyMap<number, number>;
  /** Needs in which a duty of theirs counts. */
  readonly needsOf: (duty: number) => readonly number[];
  /** Weight of all their wishes; 0 when they have none. */
  readonly wishWeight: number;
}

/** What somebody works. */
export interface Line {
  readonly duties: readonly number[];
  /** For each period in which they work less than they must 1, and the share that is missing. */
  readonly short: number;
  /** {@link LineWorker.costOf} without what is short. */
  readonly cost: number;
}

/** What a need costs when so many are there. */
export const costOfNeed = ({ required, under, over }: Need, present: number): number =>
  present < required ? (required - present) * under : (present - required) * over;
