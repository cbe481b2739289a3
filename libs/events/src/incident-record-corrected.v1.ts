import { z } from 'zod';
import { id } from './shapes.ts';

/** Such a record was corrected. Ids and nothing else: what is on record is for few to read. */
export const incidentRecordCorrectedV1 = z.object({
  recordId: id,
  siteId: id,
  recorderId: id.nullable(),
});
