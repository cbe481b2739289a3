import { z } from 'zod';
import { mailShape } from './mail-shape.ts';

/** An e-mail will not go out. The subject is the message. */
export const mailFailedV1 = mailShape.extend({ toAddresses: z.array(z.string()), lastError: z.string().nullable() });
