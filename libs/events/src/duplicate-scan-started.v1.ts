import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** All customers are looked through for duplicates. The subject is the run. */
export const duplicateScanStartedV1 = z.object({ ruleId: id, at: instant });
