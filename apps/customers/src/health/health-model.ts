import { createId, type Duration, type Problem } from '@courtesy/kernel';
import { problemWithText } from '../customer/wording.ts';
import { DAY_MS, healthInputs, type HealthInputKind } from './health.ts';

/** What every input of a score weighs, 0 to 100 each. */
export type HealthWeights = Readonly<Record<HealthInputKind, number>>;

/** One version of how the health of a relationship is judged. It never changes once it is published. */
export interface HealthModel {
  readonly id: string;
  /** 1 for the one that is shipped, and so on. */
  readonly number: number;
  readonly weights: HealthWeights;
  /** Scores below are to be watched. */
  readonly watchBelow: number;
  /** Scores below are at risk. */
  readonly riskBelow: number;
  /** A customer who bought before and has not for so long is to be won back. */
  readonly lapsedAfter: Duration;
  readonly note: string;
  readonly publishedBy: string;
  readonly publishedAt: Date;
}

/** A version of the model was published. */
export interface HealthModelPublished {
  readonly type: 'HealthModelPublished';
  readonly model: HealthModel;
}

/** A start to judge by until the organisation publishes its own: what was done to customers weighs more than what they bought. */
export const shippedModel: HealthModel = {
  id: createId('hmod', 0, new Uint8Array(10)),
  number: 1,
  weights: {
    OPEN_COMPLAINTS: 25,
    BROKEN_PROMISES: 20,
    REOPENED_CASES: 10,
    FEEDBACK: 20,
    LAST_PURCHASE: 10,
    PURCHASES: 5,
    TENURE: 5,
    REACHABLE: 5,
  },
  watchBelow: 70,
  riskBelow: 45,
  lapsedAfter: (180 * DAY_MS) as Duration,
  note: 'Shipped as a start. Publish your own once you know what keeps your customers.',
  publishedBy: 'system:shipped',
  publishedAt: new Date(0),
};

const MAX_WEIGHT = 100;
const MAX_SCORE = 100;
const MAX_NOTE = 1_000;

/** Everything that is wrong with a model as given. */
export function problemsOfModel(
  model: Pick<HealthModel, 'weights' | 'watchBelow' | 'riskBelow' | 'lapsedAfter' | 'note'>,
): Problem[] {
  const problems: Problem[] = [];
  for (const kind of healthInputs) {
    const weight = model.weights[kind];
    if (weight < 0 || weight > MAX_WEIGHT)
      problems.push({ path: `weights.${kind}`, message: `is ${weight}; give a whole number from 0 to ${MAX_WEIGHT}` });
  }
  if (healthInputs.every((kind) => model.weights[kind] <= 0))
    problems.push({ path: 'weights', message: 'are all nought; at least one input has to count' });
  const { watchBelow, riskBelow, lapsedAfter } = model;
  if (riskBelow < 1 || riskBelow > MAX_SCORE)
    problems.push({ path: 'riskBelow', message: `is ${riskBelow}; give a score from 1 to ${MAX_SCORE}` });
  if (watchBelow < riskBelow || watchBelow > MAX_SCORE)
    problems.push({
      path: 'watchBelow',
      message: `is ${watchBelow}; give a score from riskBelow (${riskBelow}) to ${MAX_SCORE}`,
    });
  if (lapsedAfter < DAY_MS) problems.push({ path: 'lapsedAfter', message: 'is shorter than a day' });
  const note = problemWithText('note', model.note, MAX_NOTE);
  return note ? [...problems, note] : problems;
}
