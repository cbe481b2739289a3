import { z } from 'zod';
import { id } from './shapes.ts';

/** A scorecard was defined or revised: reviews that begin now are made by this version of it. The subject is the scorecard. */
export const scorecardPublishedV1 = z.object({
  siteId: id.nullable(),
  versionId: id,
  number: z.number().int().positive(),
});
