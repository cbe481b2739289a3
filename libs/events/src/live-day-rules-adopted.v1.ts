import { z } from 'zod';
import { id } from './shapes.ts';

/** How a site is run during the day changed: what an unread brief does to the start of a shift, and how far ahead staffing gaps are looked for. The subject is the site. */
export const liveDayRulesAdoptedV1 = z.object({
  siteId: id,
  number: z.number().int(),
  unreadBriefs: z.enum(['BLOCK', 'FLAG']),
  lookAheadMs: z.number().int(),
});
