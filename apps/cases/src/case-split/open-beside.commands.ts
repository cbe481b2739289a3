import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import { openedEvent } from '../case/case-events.ts';
import type { Case } from '../case/case.ts';
import { addCases, nextCaseNumbers } from '../case/case.store.ts';
import { newCase, type Matter } from '../case/opening.ts';
import { recordMovements } from '../timeline/movement.commands.ts';

/** What a case that begins beside another one takes over from it: whose it is and who answers, but not the person who handles it. */
export const takenOver = (from: Case): Omit<Matter, 'channel' | 'openedAt' | 'subject'> => ({
  ...{ type: from.type, priority: from.priority, customerId: from.customerId },
  ...{ siteId: from.siteId, teamId: from.teamId },
  category: { product: from.product, subProduct: from.subProduct, issue: from.issue, subIssue: from.subIssue },
});

/** Opens a case within the caller's transaction and announces it; its clocks are the caller's to begin. */
export async function openBeside(context: Context, tx: Transaction, matter: Matter): Promise<Case> {
  const [number] = await nextCaseNumbers(tx.manager, 1);
  const opened = newCase(matter, { id: context.newId('case'), number: number ?? 0 });
  await addCases(tx.manager, [opened]);
  await recordMovements(context, tx, { opened: [opened] });
  tx.emit(openedEvent(opened));
  return opened;
}
