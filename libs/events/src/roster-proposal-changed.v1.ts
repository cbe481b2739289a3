import { z } from 'zod';
import { id } from './shapes.ts';

/** Where a proposed roster stands. The subject is the proposal. */
export const rosterProposalChangedV1 = z.object({ siteId: id, teamId: id.nullable(), status: z.string() });
