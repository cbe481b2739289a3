import { invalidInput, notFound, staleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  AcceptOfferInput,
  DeclineOfferInput,
  MakeOfferInput,
  WithdrawOfferInput,
} from '@courtesy/graph-types/workforce';
import { recordStep } from '../applicant/applicant.commands.ts';
import { further, retainedUntil, type Applicant } from '../applicant/applicant.ts';
import { lockApplicant, saveApplicant } from '../applicant/applicant.store.ts';
import { requireSite } from '../directory/access.commands.ts';
import { lockOpening } from '../opening/opening.store.ts';
import { handOf, requisitionEvent } from '../requisition/requisition.commands.ts';
import { afterAcceptance, type Requisition } from '../requisition/requisition.ts';
import { commitmentsOf, lockRequisition, NOTHING, saveRequisition } from '../requisition/requisition.store.ts';
import { end, offer, problemsOfEnd, problemsOfOffer, type Offer, type OfferEnd } from './job-offer.ts';
import { acceptedOf, addOffer, findOffer, requisitionOfApplicant, saveOffer } from './job-offer.store.ts';

/** What others are told of an offer: what it takes of which requisition, and where it stands. */
export const offerEvent = (made: Offer, time: Date): NewEvent => ({
  ...{ type: 'courtesy.offer.changed.v1', subject: made.id, sequence: made.version, time },
  data: {
    ...{ requisitionId: made.requisitionId, applicantId: made.applicantId, status: made.status },
    ...{ payMinor: String(made.payMinor), currency: made.currency, startsOn: made.startsOn },
  },
});

/** Offers work. The requisition is locked first, so that its vacancies and its money are counted by one at a time. */
export async function makeOffer(context: Context, input: MakeOfferInput) {
  const by = handOf(context);
  const problems = problemsOfOffer(input, by.at);
  if (problems.length > 0) return invalidInput(problems);
  const request = { key: input.idempotencyKey, operation: 'makeOffer', subject: by.subject, input, now: by.at };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const requisitionId = await requisitionOfApplicant(tx.manager, input.applicantId);
      const requisition = requisitionId && (await lockRequisition(tx.manager, context.actor, requisitionId));
      const applicant = requisition && (await lockApplicant(tx.manager, context.actor, input.applicantId));
      if (!requisition || !applicant) return notFound(input.applicantId);
      await requireSite(context, tx, requisition.siteId);
      const committed = (await commitmentsOf(tx.manager, [requisition.id], by.at)).get(requisition.id) ?? NOTHING;
      const outcome = offer(context.newId('offr'), input, { requisition, applicant, committed }, by);
      if (outcome.type !== 'OfferMade') return outcome;
      await addOffer(tx.manager, outcome.offer);
      await moveApplicant(context, tx, further(applicant, { status: 'OFFERED' }));
      tx.emit(offerEvent(outcome.offer, by.at));
      return outcome;
    }),
  );
}

async function moveApplicant(context: Context, tx: Transaction, applicant: Applicant): Promise<void> {
  await saveApplicant(tx.manager, applicant);
  await recordStep(context, tx, applicant);
}

/** Where an applicant is once their offer ended this way. */
async function applicantAfter(tx: Transaction, type: OfferEnd, current: Applicant, at: Date): Promise<Applicant> {
  if (type === 'OfferAccepted') return further(current, { status: 'HIRED' });
  if (type === 'OfferWithdrawn') return further(current, { status: 'SHORTLISTED' });
  const opening = await lockOpening(tx.manager, current.openingId);
  if (!opening) throw new Error(`The opening of ${current.id} is not there`);
  return further(current, { status: 'WITHDRAWN', retainedUntil: retainedUntil(opening, at) });
}

/** Fills the requisition when the last of those it asks for took the work. */
async function fill(tx: Transaction, requisition: Requisition, at: Date): Promise<void> {
  const after = afterAcceptance(requisition, await acceptedOf(tx.manager, requisition.id));
  if (after.version === requisition.version) return;
  await saveRequisition(tx.manager, after);
  tx.emit(requisitionEvent(after, at));
}

interface OfferRequest {
  readonly offerId: string;
  readonly expectedVersion?: number | null | undefined;
  readonly reason?: string | null | undefined;
}

/** The one way in which an offer ends by somebody's word. */
function endOffer<T extends OfferEnd>(context: Context, type: T, { offerId, expectedVersion, reason }: OfferRequest) {
  return context.db.transaction(async (tx) => {
    const seen = await findOffer(tx.manager, context.actor, offerId);
    const requisition = seen && (await lockRequisition(tx.manager, context.actor, seen.requisitionId));
    const current = requisition && (await findOffer(tx.manager, context.actor, offerId));
    const applicant = current && (await lockApplicant(tx.manager, context.actor, current.applicantId));
    if (!requisition || !current || !applicant) return notFound(offerId);
    await requireSite(context, tx, requisition.siteId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const at = context.now();
    const outcome = end(type, current, { reason, at });
    if (outcome.type === 'OfferIsOver') return outcome;
    await saveOffer(tx.manager, outcome.offer);
    await moveApplicant(context, tx, await applicantAfter(tx, type, applicant, at));
    tx.emit(offerEvent(outcome.offer, at));
    if (type === 'OfferAccepted') await fill(tx, requisition, at);
    return outcome;
  });
}

/** Records that the applicant takes the work. */
export const acceptOffer = (context: Context, input: AcceptOfferInput) => endOffer(context, 'OfferAccepted', input);

/** Records that the applicant does not take the work. */
export async function declineOffer(context: Context, input: DeclineOfferInput) {
  const problems = problemsOfEnd('OfferDeclined', input.reason);
  return problems.length > 0 ? invalidInput(problems) : endOffer(context, 'OfferDeclined', input);
}

/** Takes an offer back. */
export async function withdrawOffer(context: Context, input: WithdrawOfferInput) {
  const problems = problemsOfEnd('OfferWithdrawn', input.reason);
  return problems.length > 0 ? invalidInput(problems) : endOffer(context, 'OfferWithdrawn', input);
}
