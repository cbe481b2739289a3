import { z } from 'zod';
import { id } from './shapes.ts';

/** It was said from which cause a case came. The subject is the attribution; it takes the place of the one it `replaces`. */
export const causeAttributedV1 = z.object({
  caseId: id,
  causeId: id,
  replaces: id.nullable(),
});
