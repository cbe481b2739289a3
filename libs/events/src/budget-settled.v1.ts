import { z } from 'zod';
import { budgetCommitmentShape } from './budget-shape.ts';

/** What was spoken for was spent: `minor` of it, and the rest is free. */
export const budgetSettledV1 = z.object(budgetCommitmentShape);
