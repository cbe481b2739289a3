import { z } from 'zod';
import { id } from './shapes.ts';

/** A roster is published; its shifts are announced each by itself. Days are those of the site, the last one exclusive. The subject is the roster. */
export const rosterPublishedV1 = z.object({
  siteId: id,
  teamId: id.nullable(),
  fromDay: z.string(),
  untilDay: z.string(),
  proposalId: id,
  shiftCount: z.number(),
});
