import { invalidInput, type InvalidInput } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused } from '@courtesy/persistence';
import { type Context, forbidden, survivorOf } from '@courtesy/subgraph';
import type { ComplainInput } from '@courtesy/graph-types/cases';
import { openMatter } from '../case/case.commands.ts';
import { problemsOfMatter, type Matter } from '../case/opening.ts';
import { whileChainsHold } from '../case-merge/family.store.ts';
import { recordContact } from '../interaction/interaction.commands.ts';
import { problemsOfContact } from '../interaction/interaction.ts';
import { lastSiteOf } from './portal.store.ts';
import type { ComplaintTaken } from './portal.ts';

/** What can come of a complaint that a customer makes. */
export type ComplainOutcome = ComplaintTaken | InvalidInput | IdempotencyKeyReused;

/**
 * Opens a complaint of the customer who asks, with their words as its first contact: both or neither.
 * @throws a FORBIDDEN error for a caller whose token names no customer.
 */
export async function complain(context: Context, input: ComplainInput): Promise<ComplainOutcome> {
  const { db, actor } = context;
  if (!actor.customerId) throw forbidden('Your token names no customer for whom you could complain.');
  const now = context.now();
  const { id: customerId } = await survivorOf(context, actor.customerId);
  const { subject, words, category, siteId } = input;
  const matter: Matter = {
    ...{ type: 'COMPLAINT', channel: 'PORTAL', subject, category, customerId, openedAt: now },
    siteId: siteId ?? (await lastSiteOf(db.manager, customerId)),
  };
  const problems = [
    ...problemsOfMatter(matter, now),
    ...problemsOfContact({ body: words }, now).map((problem) => ({ ...problem, path: 'words' })),
  ];
  if (problems.length > 0) return invalidInput(problems);
  const request = { key: input.idempotencyKey, operation: 'complain', subject: actor.subject, input, now };
  return whileChainsHold(() =>
    db.transaction((tx) =>
      once<ComplainOutcome>(tx, request, async () => {
        const opened = await openMatter(context, tx, matter);
        const told = { caseId: opened.id, channel: 'PORTAL', direction: 'INBOUND', body: words } as const;
        if (!(await recordContact(context, tx, told))) throw new Error(`${opened.id} is not there for its customer`);
        return { type: 'ComplaintTaken', case: opened };
      }),
    ),
  );
}
