import { z } from 'zod';
import { id } from './shapes.ts';

/** An applicant came one step further, whoever they are. The subject is the applicant. */
export const applicantMovedV1 = z.object({
  openingId: id,
  siteId: id,
  status: z.enum(['APPLIED', 'SHORTLISTED', 'OFFERED', 'HIRED', 'REJECTED', 'WITHDRAWN']),
  origin: z.enum(['INTERNAL', 'REFERRAL', 'EXTERNAL']),
});
