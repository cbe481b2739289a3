import { z } from 'zod';

/** What every event about an e-mail says of it: never what it said. */
export const mailShape = z.object({
  caseId: z.string().nullable(),
  interactionId: z.string().nullable(),
  messageId: z.string().nullable(),
  fromAddress: z.string(),
  isAutomatic: z.boolean(),
});
