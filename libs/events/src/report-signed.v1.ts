import { z } from 'zod';
import { id } from './shapes.ts';

/** A report was signed off, and stays as it is. The subject is the run. */
export const reportSignedV1 = z.object({
  name: z.string(),
  from: z.iso.date(),
  to: z.iso.date(),
  siteId: id.nullable(),
  contentHash: z.string(),
});
