import type { Case } from '../case/case.ts';
import type { Matter } from '../case/opening.ts';

/** What a case that begins beside another one takes over from it: whose it is and who answers, but not the person who handles it. */
export const takenOver = (from: Case): Omit<Matter, 'channel' | 'openedAt' | 'subject'> => ({
  ...{ type: from.type, priority: from.priority, customerId: from.customerId },
  ...{ siteId: from.siteId, teamId: from.teamId },
  category: { product: from.product, subProduct: from.subProduct, issue: from.issue, subIssue: from.subIssue },
});
