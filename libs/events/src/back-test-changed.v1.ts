import { z } from 'zod';
import { id } from './shapes.ts';

/** Where a back-test stands, and what it tries. The subject is the test. */
export const backTestChangedV1 = z.object({
  status: z.string(),
  decisionTableVersionId: id.nullable(),
  grantId: id.nullable(),
});
