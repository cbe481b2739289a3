import { z } from 'zod';
import { id } from './shapes.ts';

/** A site has another version of its hard rules. The subject is the site. */
export const rosterRulesAdoptedV1 = z.object({ rulesId: id, siteId: id, number: z.number() });
