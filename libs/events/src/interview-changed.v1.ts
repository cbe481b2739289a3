import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** An interview was planned, scored by one of its panel, or called off. The subject is the interview. */
export const interviewChangedV1 = z.object({
  applicantId: id,
  kind: z.enum(['SIFT', 'TELEPHONE', 'INTERVIEW', 'WORK_SAMPLE']),
  status: z.enum(['PLANNED', 'SCORED', 'CANCELLED']),
  startsAt: instant.nullable(),
  panelIds: z.array(id),
});
