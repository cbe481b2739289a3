import { z } from 'zod';
import { id } from './shapes.ts';

const interval = z.tuple([z.string(), z.string()]);

/** A calendar has a new version. Carries its hours whole, so that a reader can compute with it. */
export const calendarChangedV1 = z.object({
  name: z.string(),
  versionId: id,
  version: z.number().int(),
  effectiveFrom: z.iso.date(),
  timeZone: z.string(),
  week: z.record(z.string(), z.array(interval)),
  exceptions: z.array(z.object({ date: z.iso.date(), intervals: z.array(interval), name: z.string().optional() })),
});
