import { z } from 'zod';
import { instant } from './shapes.ts';

/** A resolved case was taken up again; its outcome no longer stands. */
export const caseReopenedV1 = z.object({ reopenedAt: instant, reason: z.string() });
