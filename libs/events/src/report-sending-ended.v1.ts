import { z } from 'zod';
import { id } from './shapes.ts';

/** A report went to an address, or came to nothing there. The subject is the sending, the sequence its version; the address is not told. */
export const reportSendingEndedV1 = z.object({
  runId: id,
  state: z.enum(['SENT', 'FAILED', 'NOT_CONFIGURED']),
});
