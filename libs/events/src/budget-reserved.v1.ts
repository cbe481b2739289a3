import { z } from 'zod';
import { budgetCommitmentShape } from './budget-shape.ts';

/** An amount of a budget line is spoken for. */
export const budgetReservedV1 = z.object(budgetCommitmentShape);
