import { z } from 'zod';
import { id } from './shapes.ts';

/** It was put on record that the regulator was told of an incident. Ids and nothing else. */
export const incidentRecordReportedV1 = z.object({
  recordId: id,
  siteId: id,
  reportId: id,
});
