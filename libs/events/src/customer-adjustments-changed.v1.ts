import { z } from 'zod';
import { id } from './shapes.ts';

/**
 * Other adjustments are made for a customer than before: `adjustments` are all that hold now, in the order of the alphabet. Why they are made is
 * not told. They are those recorded for this customer alone: for customers who were merged, a reader puts those of all of them together.
 */
export const customerAdjustmentsChangedV1 = z.object({
  customerId: id,
  adjustments: z.array(
    z.enum([
      'AUDIO',
      'BRAILLE',
      'EASY_READ',
      'EXTRA_TIME',
      'INTERPRETER',
      'LARGE_PRINT',
      'NAMED_CONTACT',
      'NO_COLD_CALLS',
      'PAYMENT_PAUSE',
      'PRIORITY_HANDLING',
      'QUIET_CALL',
      'SIGN_LANGUAGE',
      'THIRD_PARTY_PRESENT',
    ]),
  ),
});
