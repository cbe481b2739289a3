import { z } from 'zod';
import { instant } from './shapes.ts';
import { surveyShape } from './survey-shape.ts';

/** A customer is to be asked, was asked, was not to be asked, or did not answer in time. The subject is the invitation. How to answer is in no event. */
export const surveyInvitationChangedV1 = z.object({
  ...surveyShape,
  state: z.enum(['PLANNED', 'SENT', 'ANSWERED', 'EXPIRED', 'SUPPRESSED']),
  /** Why nobody was asked, such as ASKED_RECENTLY; null unless it is suppressed. */
  suppressedBecause: z.string().nullable(),
  at: instant,
});
