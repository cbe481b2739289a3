import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** What every event of a return says: where it belongs, where it stands now, and when that came about. */
export const returnShape = {
  caseId: id,
  customerId: id,
  purchaseId: id,
  siteId: id.nullable(),
  teamId: id.nullable(),
  assigneeId: id.nullable(),
  status: z.enum([
    'REQUESTED',
    'AUTHORISED',
    'RECEIVED',
    'INSPECTED',
    'REFUNDED',
    'REPLACED',
    'REPAIRED',
    'REJECTED',
    'CANCELLED',
  ]),
  at: instant,
};

/** So many goods of one line of a purchase. */
export const returnedGoods = { purchaseLineId: id, quantity: z.int().positive() };
