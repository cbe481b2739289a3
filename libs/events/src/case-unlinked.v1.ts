import { z } from 'zod';
import { caseLinkedV1 } from './case-linked.v1.ts';

/** A link of two cases was taken away. The subject is the link. */
export const caseUnlinkedV1 = caseLinkedV1.extend({ reason: z.string() });
