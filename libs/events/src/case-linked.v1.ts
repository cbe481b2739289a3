import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Two cases were linked. The subject is the link. */
export const caseLinkedV1 = z.object({ kind: z.string(), fromCaseId: id, toCaseId: id, at: instant });
