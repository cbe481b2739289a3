import { z } from 'zod';
import { budgetCommitmentShape } from './budget-shape.ts';

/** What was spoken for will not be spent, and is free again. */
export const budgetReleasedV1 = z.object(budgetCommitmentShape);
