import { invalidInput, notFound, type InvalidInput, type NotFound, type Problem } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Actor, Context } from '@courtesy/subgraph';
import type { Case } from '../case/case.ts';
import { lockCase } from '../case/case.store.ts';
import { addSaga } from '../saga/saga.store.ts';
import { NO_ANSWER } from './deciding.ts';
import type { Acting, Payout } from './payout.ts';
import { payoutEvent } from './payout-events.ts';
import { addPayout } from './payout.store.ts';

/** The caller as somebody who may be asked to answer for money: a person. Null for anybody else. */
export function actingOf({ subject, personId, role, siteId, teamId, regionId }: Actor): Acting | null {
  if (personId === undefined) return null;
  return { subject, personId, role, siteId: siteId ?? null, teamId: teamId ?? null, regionId: regionId ?? null };
}

/** What is wrong when a caller who is no person asks for money, approves it or refuses it. */
export const nobody: Problem = { path: 'caller', message: 'is no person; only people ask for money and decide on it' };

const ended = new Set<Case['status']>(['CLOSED', 'CANCELLED', 'MERGED']);

/** The case that money is asked for on, locked; one that has ended promises nothing any more. */
export async function caseFor(
  context: Context,
  tx: Transaction,
  caseId: string,
): Promise<Case | NotFound | InvalidInput> {
  const about = await lockCase(tx.manager, context.actor, caseId);
  if (!about) return notFound(caseId);
  if (!ended.has(about.status)) return about;
  return invalidInput([
    { path: 'caseId', message: `is a case that is ${about.status}; reopen it, or open a follow-up` },
  ]);
}

/** What differs between the payouts that are asked for. */
export type Wanted = Pick<Payout, 'kind' | 'customerId' | 'minor' | 'currency' | 'reason' | 'shares'> &
  Partial<Pick<Payout, 'purchaseId' | 'orderReference' | 'decisionTableId' | 'facts' | 'schemeId' | 'heads'>>;

const nothingYet = {
  ...{ purchaseId: null, orderReference: null, decisionTableId: null, facts: [], schemeId: null, heads: [] },
  ...NO_ANSWER,
  ...{
    budgetCommitmentId: null,
    authorityUseId: null,
    authorityRequestId: null,
    approval: null,
    approvedBy: null,
    approverId: null,
  },
  ...{ approvedAt: null, executedAt: null, settledAt: null, endedAt: null, endReason: null },
} as const;

/** Puts a payout on record with its saga, and announces that it was asked for. The worker takes it from there. */
export async function request(
  context: Context,
  tx: Transaction,
  { handler, about, wanted }: { readonly handler: Acting; readonly about: Case; readonly wanted: Wanted },
): Promise<Payout> {
  const at = context.now();
  const payout: Payout = {
    ...nothingYet,
    ...wanted,
    id: context.newId(wanted.kind === 'REFUND' ? 'rfnd' : 'awrd'),
    caseId: about.id,
    siteId: about.siteId,
    status: 'REQUESTED',
    requestedAt: at,
    requestedBy: handler.subject,
    requesterId: handler.personId,
    handler,
    version: 1,
  };
  await addPayout(tx.manager, payout);
  await addSaga(tx.manager, { id: payout.id, kind: payout.kind, at });
  tx.emit(payoutEvent(payout, at));
  return payout;
}
