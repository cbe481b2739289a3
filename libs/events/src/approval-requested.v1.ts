import { z } from 'zod';
import { approvalShape } from './approval-shape.ts';

/** Somebody has to approve something about a case. */
export const approvalRequestedV1 = z.object(approvalShape);
