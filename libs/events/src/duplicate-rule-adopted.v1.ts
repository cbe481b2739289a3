import { z } from 'zod';
import { instant } from './shapes.ts';

/** A rule by which customers are taken for one is in force. The subject is the rule. */
export const duplicateRuleAdoptedV1 = z.object({ at: instant });
