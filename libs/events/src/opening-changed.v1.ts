import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** People can apply for work, or cannot any more. The subject is the opening. */
export const openingChangedV1 = z.object({
  requisitionId: id,
  siteId: id,
  openedAt: instant,
  closedAt: instant.nullable(),
});
