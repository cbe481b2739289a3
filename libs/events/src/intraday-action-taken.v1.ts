import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Something was done during the day about who is there. The subject is the action; a shift that changed with it is told of apart. */
export const intradayActionTakenV1 = z.object({
  siteId: id,
  shiftId: id,
  personId: id,
  kind: z.enum(['MOVE_BREAK', 'OVERTIME', 'RELEASE', 'RESKILL']),
  /** The team that the person works for meanwhile; null unless they are lent. */
  teamId: id.nullable(),
  from: instant,
  until: instant,
});
