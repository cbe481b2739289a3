import type { DecisionModel } from '../dmn/model.ts';
import type { Effect } from '../policy/effect.ts';
import type { Author } from '../policy/policy-version.ts';

/** The rules of a decision table for a time. After approval nothing of it changes but that it may be withdrawn. */
export interface DecisionTableVersion extends Effect {
  readonly id: string;
  readonly decisionTableId: string;
  /** From 1, without gaps. */
  readonly number: number;
  readonly status: 'DRAFT' | 'APPROVED' | 'WITHDRAWN';
  /** The rules, with every decision that the asked one needs. */
  readonly model: DecisionModel;
  /** Name of the model's decision that is asked. */
  readonly decision: string;
  /** What is new in it, in a sentence. */
  readonly summary: string | null;
  /** Whoever drafted it, then everybody who revised it. */
  readonly authors: readonly Author[];
  readonly draftedAt: Date;
  readonly approver: Author | null;
  readonly withdrawalReason: string | null;
  readonly version: number;
}
