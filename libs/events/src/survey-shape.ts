import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** What every event of a survey says of what is asked, of whom, and who had it in hand when it happened. */
export const surveyShape = {
  kind: z.enum(['CSAT', 'NPS', 'CES']),
  /** Null when a customer said something of their own accord. */
  programmeId: id.nullable(),
  customerId: id,
  caseId: id.nullable(),
  interactionId: id.nullable(),
  siteId: id.nullable(),
  teamId: id.nullable(),
  personId: id.nullable(),
  happenedAt: instant,
};
