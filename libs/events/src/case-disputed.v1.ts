import { z } from 'zod';
import { instant } from './shapes.ts';

/** The customer said whether they dispute the answer to their case. */
export const caseDisputedV1 = z.object({ disputed: z.boolean(), at: instant });
