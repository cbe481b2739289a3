import { z } from 'zod';

/** An e-mail came back: this address takes none. The subject is the message that was sent. */
export const mailBouncedV1 = z.object({
  caseId: z.string().nullable(),
  messageId: z.string().nullable(),
  address: z.string(),
  diagnostic: z.string(),
});
