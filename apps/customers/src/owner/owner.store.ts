import { belongingPages } from '../customer/belongings.store.ts';
import { heldAt } from '../customer/effective.store.ts';
import { ownerAssignmentTable } from './owner.table.ts';

/** Who looks after each customer at an instant. */
export const ownersHeld = heldAt(ownerAssignmentTable);

/** The pages of whoever looked after each customer. */
export const ownerPages = belongingPages({ table: ownerAssignmentTable, since: 'validFrom', until: null });
