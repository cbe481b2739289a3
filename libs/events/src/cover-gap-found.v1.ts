import { z } from 'zod';
import { id, instant } from './shapes.ts';

/**
 * Nobody of a level, or of any above it, was on shift to take over a case or to answer a call-out. The subject is the search, whose trace stays
 * with the cases service; exactly one of `escalationId` and `calloutId` is given.
 */
export const coverGapFoundV1 = z.object({
  caseId: id.nullable(),
  escalationId: id.nullable(),
  calloutId: id.nullable(),
  siteId: id.nullable(),
  level: z.string(),
  considered: z.array(z.object({ personId: id, level: z.string(), verdict: z.string() })),
  at: instant,
});
