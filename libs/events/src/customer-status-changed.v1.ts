import { z } from 'zod';
import { id, instant } from './shapes.ts';

const standing = z.enum(['PROSPECT', 'ACTIVE', 'DORMANT', 'CLOSED']);

/** A customer stands otherwise than before. The subject is the record of the change; the reason, which is free text, stays where it was given. */
export const customerStatusChangedV1 = z.object({ customerId: id, before: standing, after: standing, at: instant });
