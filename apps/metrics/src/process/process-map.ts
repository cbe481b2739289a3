import type { Money } from '@courtesy/kernel';
import type { Activity } from './case-step.ts';
import type { ProcedureDeviation, ProcedureVersion } from './procedure.ts';

/** One activity that came next after another, over many cases. Waits are whole milliseconds. */
export interface ProcessEdge {
  readonly from: Activity;
  readonly to: Activity;
  readonly times: number;
  readonly cases: number;
  readonly medianWait: number | null;
  readonly p90Wait: number | null;
  readonly isHidden: boolean;
}

/** A way that cases went. */
export interface ProcessVariant {
  readonly key: string;
  readonly activities: readonly Activity[];
  readonly cases: number;
  readonly share: number;
}

/** What the going to and fro between two teams came to in one month, or altogether. Lengths of time are whole milliseconds. */
export interface LoopSum {
  readonly cases: number;
  readonly times: number;
  readonly extraWaiting: number | null;
  readonly touchTime: number | null;
  readonly cost: Money | null;
  /** How much of the touch time costs nothing here, since no rate is known for it. */
  readonly unratedTouchTime: number | null;
}

/** The same in one month. */
export interface ProcessLoopMonth extends LoopSum {
  /** Its first day. */
  readonly month: string;
}

/** Cases that went from one team to another and came back. */
export interface ProcessLoop extends LoopSum {
  readonly teamIds: readonly [string, string];
  readonly months: readonly ProcessLoopMonth[];
  readonly isHidden: boolean;
}

/** How long cases were worked on, and how long they lay between their first and their last step. Whole milliseconds. */
export interface ProcessTime {
  readonly touchTime: number;
  readonly waitingTime: number;
  readonly touchShare: number | null;
}

/** Which cases of a map are to be read; each of them only when named. */
export interface ProcessSelection {
  readonly edge?: { readonly from: Activity; readonly to: Activity } | null | undefined;
  readonly variants?: readonly string[] | null | undefined;
  readonly loop?: readonly string[] | null | undefined;
}

/** One step of a case, as it is mined. */
export interface ProcessStep {
  readonly activity: Activity;
  readonly at: Date;
  readonly teamId: string | null;
}

/** A case, with the steps that it took. */
export interface ProcessCase {
  readonly id: string;
  readonly steps: readonly ProcessStep[];
}

/** How the answered cases of a period went against a procedure. */
export interface ProcedureConformance {
  readonly procedure: ProcedureVersion;
  readonly cases: number;
  readonly conforming: number;
  readonly deviations: readonly ProcedureDeviation[];
}

/** How the cases went that a question is about; each part is mined only when it is asked for. */
export interface ProcessMap {
  /** The currency in which costs are told. */
  readonly currency: string;
  /** Whether lengths of time of so many people are withheld: they would tell how few work, and whoever asks does not lead them. */
  readonly isFew: (people: number) => boolean;
  /** Runs a statement over the steps of the cases. */
  readonly dig: <T>(select: string, parameters?: object) => Promise<T[]>;
}
