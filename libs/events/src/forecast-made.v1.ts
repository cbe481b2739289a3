import { z } from 'zod';
import { id } from './shapes.ts';

/** It was forecast how much comes to a site or team on some days. Null is all of them. */
export const forecastMadeV1 = z.object({
  siteId: id,
  teamId: id.nullable(),
  channel: z.string().nullable(),
  fromDay: z.iso.date(),
  /** The day after the last one. */
  untilDay: z.iso.date(),
  method: z.string(),
});
