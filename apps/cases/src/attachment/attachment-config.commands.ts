import { z } from 'zod';

/** What the service reads of files from its environment. */
export const attachmentConfig = z.object({
  /** Where callers reach this process for files, when that is not the port it listens on. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
});
