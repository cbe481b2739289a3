/** The evaluation was given up: it took too long or too much room, or too many others are waiting. */
export interface EvaluationRefused {
  /** Outcome tag. */
  readonly type: 'EvaluationRefused';
  /** Whether this evaluation is at fault, or asking again later may help. */
  readonly reason: 'TOO_COSTLY' | 'BUSY';
  /** What it ran out of. */
  readonly detail: string;
}
