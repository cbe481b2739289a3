import { z } from 'zod';
import { id } from './shapes.ts';

/** It was planned how contacts of a site are drawn for review. The subject is the plan. */
export const samplingPlannedV1 = z.object({ siteId: id, scorecardId: id, reviewerIds: z.array(id) });
