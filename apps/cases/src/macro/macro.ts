import type { CaseStepInput } from '@courtesy/graph-types/cases';
import type { MoveOutcome, MoveRefused } from '../case/move.ts';

/** Steps that people often take together, under one name. */
export interface Macro {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly steps: readonly CaseStepInput[];
  /** The team it is for; null for everybody. */
  readonly teamId: string | null;
  /** The subject of whoever added it. */
  readonly addedBy: string;
  readonly addedAt: Date;
  /** Null while it can be applied. */
  readonly retiredAt: Date | null;
  readonly version: number;
}

/** A macro was added. */
export interface MacroAdded {
  readonly type: 'MacroAdded';
  readonly macro: Macro;
}

/** A macro says something else from now on. */
export interface MacroRevised {
  readonly type: 'MacroRevised';
  readonly macro: Macro;
}

/** A macro can be applied no more. */
export interface MacroRetired {
  readonly type: 'MacroRetired';
  readonly macro: Macro;
}

/** The macro was retired before. Nothing was done. */
export interface MacroIsRetired {
  readonly type: 'MacroIsRetired';
  readonly macro: Macro;
}

/** What came of a macro with one case: the last step taken, or the first that was refused, in which case none was. */
export interface MacroOutcome {
  /** The place of the case among those asked for, from 0. */
  readonly index: number;
  /** The place of the step that was refused, from 0; null when all were taken. */
  readonly refusedStep: number | null;
  readonly result: MoveOutcome;
}

/** A macro was gone through for every case asked for. */
export interface MacroApplied {
  readonly type: 'MacroApplied';
  readonly macro: Macro;
  readonly outcomes: readonly MacroOutcome[];
}

/** Ends a macro's transaction for one case when a step is refused: thrown, so that the steps before it are taken back. */
export class StepRefused extends Error {
  readonly step: number;
  readonly result: MoveRefused;

  /** Step `step`, from 0, was refused with `result`. */
  constructor(step: number, result: MoveRefused) {
    super(`Step ${step} was refused: ${result.type}`);
    this.name = 'StepRefused';
    this.step = step;
    this.result = result;
  }
}

/** The longest name of a macro or a rule, in characters. */
export const MAX_TITLE = 200;
/** The most cases one macro is applied to at once. */
export const MAX_APPLIED = 100;
