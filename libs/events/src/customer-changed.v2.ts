import { z } from 'zod';
import { customerChangedV1 } from './customer-changed.v1.ts';

/** What other services copy of a household changed: as version 1 has it for persons and organisations, of whom it still tells. */
export const customerChangedV2 = customerChangedV1.extend({ kind: z.literal('HOUSEHOLD') });
