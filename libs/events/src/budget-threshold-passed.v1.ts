import { z } from 'zod';
import { budgetLineShape } from './budget-shape.ts';

/** What is spent and spoken for has come to the share of its plan from which a budget line is worth a word. */
export const budgetThresholdPassedV1 = z.object({
  ...budgetLineShape,
  thresholdPercent: z.number().int().min(1).max(100),
});
