import { z } from 'zod';
import { instant } from './shapes.ts';

/** Mail to a customer's address came back. The subject is the contact point. */
export const contactPointBouncedV1 = z.object({ customerId: z.string(), at: instant, reason: z.string() });
