import { z } from 'zod';
import { id } from './shapes.ts';

/** Somebody and whoever leads them talked alone. What was said is theirs. The subject is the one-to-one. */
export const oneToOneRecordedV1 = z.object({
  personId: id,
  leadId: id,
  metOn: z.iso.date(),
  nextOn: z.iso.date().nullable(),
});
