import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A team has another lead, or none. */
export const teamLeadAppointedV1 = z.object({ leadId: id.nullable(), appointedAt: instant });
