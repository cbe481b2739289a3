import { z } from 'zod';
import { instant } from './shapes.ts';

/** Somebody left the organisation. */
export const personLeftV1 = z.object({ leftAt: instant });
