import { z } from 'zod';
import { mailShape } from './mail-shape.ts';

/** An e-mail went out. The subject is the message. */
export const mailSentV1 = mailShape.extend({ toAddresses: z.array(z.string()), lastError: z.string().nullable() });
