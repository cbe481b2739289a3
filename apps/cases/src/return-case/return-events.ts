import type { NewEvent } from '@courtesy/events';
import type { Case } from '../case/case.ts';
import { goodsOf, type Quantity } from './goods.ts';
import { latestDecisions, missingDocuments, requiredDocuments } from './paperwork.ts';
import { openReturnStatuses, type ReturnDecision, type ReturnEntry, type WholeReturn } from './return-case.ts';

/** A return as it is now, the case it belongs to, and when it came about. */
export interface Told {
  readonly whole: WholeReturn;
  readonly about: Case;
  readonly at: Date;
}

function told({ whole: { return: now }, about, at }: Told) {
  const { caseId, customerId, purchaseId, status } = now;
  const { siteId, teamId, assigneeId } = about;
  return {
    event: { subject: now.id, sequence: now.version, time: at },
    common: { caseId, customerId, purchaseId, siteId, teamId, assigneeId, status, at: at.toISOString() },
  };
}

/** The same quantities by the lines of the purchase, as other services know them. */
const goodsTold = <Q extends Quantity>({ lines }: WholeReturn, quantities: readonly Q[]) => {
  const byLine = new Map(lines.map((line) => [line.id, line.purchaseLineId]));
  return quantities.map((each) => ({ ...each, purchaseLineId: byLine.get(each.lineId) ?? '' }));
};

/** What other services are told of a request. */
export function requestedEvent(of: Told): NewEvent {
  const { event, common } = told(of);
  const { lines, return: now } = of.whole;
  const goods = lines.map(({ purchaseLineId, quantity, faulty }) => ({ purchaseLineId, quantity, faulty }));
  return { ...event, type: 'courtesy.return.requested.v1', data: { ...common, wish: now.wish, goods } };
}

/** What other services are told when goods may come back. */
export function authorisedEvent(of: Told): NewEvent {
  const { event, common } = told(of);
  const { decisions, return: now } = of.whole;
  const decisionIds = latestDecisions(decisions).map(({ decisionId }) => decisionId);
  const data = { ...common, decisionIds, requiredDocuments: requiredDocuments(decisions) };
  return { ...event, type: 'courtesy.return.authorised.v1', data: { ...data, isApproval: now.approvedBy !== null } };
}

/** What other services are told when policy does not allow a return. */
export function notAuthorisedEvent(of: Told, outcome: string, decisions: readonly ReturnDecision[]): NewEvent {
  const { event, common } = told(of);
  const decisionIds = decisions.map(({ decisionId }) => decisionId);
  return { ...event, type: 'courtesy.return.not-authorised.v1', data: { ...common, outcome, decisionIds } };
}

/** What other services are told of goods that came back. */
export function receivedEvent(of: Told, quantities: readonly Quantity[]): NewEvent {
  const { event, common } = told(of);
  const goods = goodsTold(of.whole, quantities).map(({ purchaseLineId, quantity }) => ({ purchaseLineId, quantity }));
  return { ...event, type: 'courtesy.return.received.v1', data: { ...common, goods } };
}

/** What other services are told of goods that were looked at. */
export function inspectedEvent(of: Told, found: readonly ReturnEntry[]): NewEvent {
  const { event, common } = told(of);
  const goods = goodsTold(of.whole, found).map(({ purchaseLineId, quantity, condition, faultFound, resaleable }) => ({
    ...{ purchaseLineId, quantity, condition: condition ?? 'USED' },
    ...{ faultFound: faultFound ?? false, resaleable: resaleable ?? false },
  }));
  return { ...event, type: 'courtesy.return.inspected.v1', data: { ...common, goods } };
}

function completedEvent(of: Told): NewEvent {
  const { event, common } = told(of);
  const goods = of.whole.lines.map((line) => {
    const { received, refunded, replaced, repaired, rejected } = goodsOf(line, of.whole.entries);
    return { purchaseLineId: line.purchaseLineId, received, refunded, replaced, repaired, rejected };
  });
  return { ...event, type: 'courtesy.return.completed.v1', data: { ...common, goods } };
}

/** What was given for goods, and by what it is known elsewhere. */
export interface Settled {
  readonly remedy: 'REFUNDED' | 'REPLACED' | 'REPAIRED';
  readonly quantities: readonly Quantity[];
  readonly reference: string | null;
}

/** What other services are told when something was given for goods, and when the return ended with it. */
export function settledEvents(of: Told, { remedy, quantities, reference }: Settled): NewEvent[] {
  const { event, common } = told(of);
  const goods = goodsTold(of.whole, quantities).map(({ purchaseLineId, quantity }) => ({ purchaseLineId, quantity }));
  const type = 'courtesy.return.settled.v1' as const;
  const settled: NewEvent = { ...event, type, data: { ...common, remedy, goods, reference } };
  return openReturnStatuses.includes(of.whole.return.status) ? [settled] : [settled, completedEvent(of)];
}

/** What other services are told when the refund for goods came to nothing, and the return goes on. */
export function reopenedEvent(of: Told, refundId: string, quantities: readonly Quantity[]): NewEvent {
  const { event, common } = told(of);
  const goods = goodsTold(of.whole, quantities).map(({ purchaseLineId, quantity }) => ({ purchaseLineId, quantity }));
  return { ...event, type: 'courtesy.return.reopened.v1', data: { ...common, refundId, goods } };
}

/** What other services are told when nothing more is given for goods, and when something was before. */
export function rejectedEvents(of: Told, reason: string): NewEvent[] {
  const { event, common } = told(of);
  const rejected: NewEvent = { ...event, type: 'courtesy.return.rejected.v1', data: { ...common, reason } };
  return of.whole.return.status === 'REJECTED' ? [rejected] : [rejected, completedEvent(of)];
}

/** What other services are told when a customer keeps the goods. */
export function cancelledEvent(of: Told, reason: string): NewEvent {
  const { event, common } = told(of);
  return { ...event, type: 'courtesy.return.cancelled.v1', data: { ...common, reason } };
}

/** What other services are told of a document. */
export function documentEvent(of: Told, document: string): NewEvent {
  const { event, common } = told(of);
  const { decisions, documents } = of.whole;
  const data = { ...common, document, missing: missingDocuments(decisions, documents) };
  return { ...event, type: 'courtesy.return.document-recorded.v1', data };
}
