import { z } from 'zod';
import { complaintPlace } from './complaint-shape.ts';
import { instant } from './shapes.ts';

/** A complaint was put on record. */
export const complaintRegisteredV1 = complaintPlace.extend({
  category: z.string().nullable(),
  kinds: z.array(z.string()),
  receivedAt: instant,
  receivedOn: z.iso.date(),
});
