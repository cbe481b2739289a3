import type { NewEvent } from '@courtesy/events';
import type { Transaction } from '@courtesy/persistence';
import { dueWorker, type DueParts } from '@courtesy/subgraph';
import { erased, further, type Applicant, type ApplicantStep } from '../applicant/applicant.ts';
import { addStep, lockOverdue, nextErasure, saveApplicant, saveErased } from '../applicant/applicant.store.ts';
import { applicantTable } from '../applicant/applicant.table.ts';
import { offerEvent } from './job-offer.commands.ts';
import { expired, type Offer } from './job-offer.ts';
import { nextExpiry, overdueOffers, saveOffer } from './job-offer.store.ts';
import { jobOfferTable } from './job-offer.table.ts';

const BATCH = 100;

/** The row locks of a requisition and of who was offered its work, in the order in which commands take them; null when another holds them. */
async function lockOf(tx: Transaction, { requisitionId, applicantId, id }: Offer) {
  const { manager } = tx;
  const [held] = await manager.query<unknown[]>(`SELECT 1 FROM requisitions WHERE id = $1 FOR UPDATE SKIP LOCKED`, [
    requisitionId,
  ]);
  if (!held) return null;
  const offer = await manager.createQueryBuilder(jobOfferTable, 'o').where({ id, status: 'AWAITING_ANSWER' }).getOne();
  const applicant = await manager
    .createQueryBuilder(applicantTable, 'a')
    .where({ id: applicantId })
    .setLock('pessimistic_write')
    .getOne();
  return offer && applicant && { offer, applicant };
}

const erasedEvent = (applicant: Applicant, time: Date): NewEvent => ({
  ...{ type: 'courtesy.applicant.erased.v1', subject: applicant.id, sequence: applicant.version, time },
  data: { openingId: applicant.openingId, at: time.toISOString() },
});

/** Lets open offers expire whose time has passed: their applicants are shortlisted as before. */
export function letOffersExpire({ database, now, newId }: DueParts): Promise<number> {
  return database.transaction(async (tx) => {
    let done = 0;
    for (const overdue of await overdueOffers(tx.manager, now(), BATCH)) {
      const held = await lockOf(tx, overdue);
      if (!held) continue;
      const offer = expired(held.offer);
      const applicant = further(held.applicant, { status: 'SHORTLISTED' });
      await saveOffer(tx.manager, offer);
      await saveApplicant(tx.manager, applicant);
      const step: ApplicantStep = {
        ...{ id: newId('step'), applicantId: applicant.id, status: applicant.status, at: offer.expiresAt },
        ...{ byId: null, because: null, note: null },
      };
      await addStep(tx.manager, step);
      tx.emit(offerEvent(offer, offer.expiresAt));
      done += 1;
    }
    return done;
  });
}

/** Erases who applicants were, of those whose data are kept no longer. What they were scored stays as figures, and their steps as dates. */
export function eraseApplicants({ database, now }: DueParts): Promise<number> {
  return database.transaction(async (tx) => {
    const at = now();
    const overdue = await lockOverdue(tx.manager, at, BATCH);
    if (overdue.length === 0) return 0;
    const gone = overdue.map((each) => erased(each, at));
    await saveErased(tx.manager, gone);
    tx.emit(...gone.map((each) => erasedEvent(each, at)));
    return gone.length;
  });
}

/** Lets offers expire at their instant, and erases applicants after their last day. */
export const hiringKeeper = dueWorker({
  ...{ name: 'hiring keeper', service: 'workforce' },
  next: async (manager) => {
    const dates = [await nextExpiry(manager), await nextErasure(manager)].filter((each) => each !== null);
    return dates.length > 0 ? new Date(Math.min(...dates.map(Number))) : null;
  },
  take: async (parts) => (await letOffersExpire(parts)) + (await eraseApplicants(parts)),
});
