import { z } from 'zod';
import { id } from './shapes.ts';

/** An illness, an accident, a security matter or a near miss was put on record. Ids and nothing else: what is on record is for few to read. */
export const incidentRecordRecordedV1 = z.object({
  recordId: id,
  siteId: id,
  recorderId: id.nullable(),
});
