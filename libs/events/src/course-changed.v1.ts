import { z } from 'zod';

/** A course is on record, has another version or is retired. The subject is the course. */
export const courseChangedV1 = z.object({
  /** By what scorecards name it; never changes. */
  key: z.string(),
  title: z.string(),
  versionNumber: z.number().int().min(1),
  isRetired: z.boolean(),
});
