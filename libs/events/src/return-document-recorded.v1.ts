import { z } from 'zod';
import { returnShape } from './return-shape.ts';

/** A document that came with a return is on record. `missing` are those that must still come. */
export const returnDocumentRecordedV1 = z.object({
  ...returnShape,
  document: z.string(),
  missing: z.array(z.string()),
});
