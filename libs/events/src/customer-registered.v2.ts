import { z } from 'zod';
import { customerRegisteredV1 } from './customer-registered.v1.ts';

/** A household is known: as version 1 has it for persons and organisations, which it still tells of. */
export const customerRegisteredV2 = customerRegisteredV1.extend({ kind: z.literal('HOUSEHOLD') });
