import { z } from 'zod';

/** A skill is on record, or is called otherwise. The subject is the skill. */
export const skillDefinedV1 = z.object({
  /** By what rules name it, such as `lang.cy`; never changes. */
  key: z.string(),
  name: z.string(),
  isRetired: z.boolean(),
});
