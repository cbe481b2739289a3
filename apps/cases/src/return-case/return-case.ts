import type {
  GoodsCondition,
  ProofOfPurchase,
  ReturnEntryKind,
  ReturnStatus,
  ReturnVerb,
  ReturnWish,
} from '@courtesy/graph-types/cases';

/** Goods of one purchase that a customer returns, as it stands. What was done with the goods is told by entries, which are only ever added. */
export interface ReturnCase {
  readonly id: string;
  readonly caseId: string;
  readonly customerId: string;
  readonly purchaseId: string;
  readonly status: ReturnStatus;
  readonly wish: ReturnWish;
  readonly proof: ProofOfPurchase;
  /** The day on which the customer had the goods, as YYYY-MM-DD. */
  readonly heldSince: string;
  /** The day on which the customer asked. */
  readonly requestedOn: string;
  readonly requestedAt: Date;
  /** The subject of the caller who put it on record. */
  readonly requestedBy: string;
  /** Why it was approved over what policy leaves open, and by whom. Null when policy allowed it, or nobody has approved it. */
  readonly approvalReason: string | null;
  readonly approvedBy: string | null;
  /** Why it was rejected or cancelled. */
  readonly reason: string | null;
  readonly version: number;
}

/** Goods of one line of a purchase within a return. */
export interface ReturnLine {
  readonly id: string;
  readonly returnId: string;
  readonly purchaseLineId: string;
  /** Its place among the lines, from 0. */
  readonly place: number;
  readonly name: string;
  readonly quantity: number;
  readonly condition: GoodsCondition;
  readonly faulty: boolean;
  readonly fault: string | null;
}

/** A clause on which a decision rests. */
export interface ReturnClause {
  readonly id: string;
  readonly anchor: string;
}

/** What policy said of one line. */
export interface ReturnDecision {
  readonly id: string;
  readonly returnId: string;
  readonly lineId: string;
  /** The decision on record in the policy service. */
  readonly decisionId: string;
  readonly outcome: string;
  readonly clauses: readonly ReturnClause[];
  readonly policyVersionIds: readonly string[];
  readonly requiredDocuments: readonly string[];
  readonly missingFacts: readonly string[];
  readonly at: Date;
  /** The version of the return that came of it: by this the decisions on a line follow each other. */
  readonly returnVersion: number;
}

/** Something that was done with goods of a line. Never changed. */
export interface ReturnEntry {
  readonly id: string;
  readonly returnId: string;
  readonly lineId: string;
  readonly kind: ReturnEntryKind;
  readonly quantity: number;
  readonly at: Date;
  readonly recordedBy: string;
  /** What was found: null unless the goods were looked at. */
  readonly condition: GoodsCondition | null;
  readonly faultFound: boolean | null;
  readonly resaleable: boolean | null;
  readonly note: string | null;
  /** The refund, or the order by which goods were replaced. */
  readonly reference: string | null;
  /** The day on which repaired goods were handed back. */
  readonly handedBackOn: string | null;
}

/** A document that came with a return. */
export interface ReturnDocument {
  readonly id: string;
  readonly returnId: string;
  readonly document: string;
  readonly reference: string | null;
  readonly recordedAt: Date;
  readonly recordedBy: string;
}

/** A return with all that belongs to it, the decisions the latest first. */
export interface WholeReturn {
  readonly return: ReturnCase;
  readonly lines: readonly ReturnLine[];
  readonly decisions: readonly ReturnDecision[];
  readonly entries: readonly ReturnEntry[];
  readonly documents: readonly ReturnDocument[];
}

/** Where a verb leads: to a status, or to one that the goods decide. */
type Target = ReturnStatus | 'BY_GOODS';

const settling = { INSPECTED: 'BY_GOODS' } as const;

/** What a return can be asked from where it stands, and where that leads. Every change goes through this table. */
export const returnTransitions: Readonly<Record<ReturnVerb, Readonly<Partial<Record<ReturnStatus, Target>>>>> = {
  AUTHORISE: { REQUESTED: 'AUTHORISED' },
  RECEIVE: { AUTHORISED: 'RECEIVED', RECEIVED: 'RECEIVED', INSPECTED: 'RECEIVED' },
  INSPECT: { RECEIVED: 'BY_GOODS' },
  REFUND: settling,
  // Asked by the service alone, when the refund came to nothing; the goods are then to be decided on again.
  UNREFUND: { RECEIVED: 'BY_GOODS', INSPECTED: 'BY_GOODS', REFUNDED: 'BY_GOODS' },
  REPLACE: settling,
  REPAIR: settling,
  REJECT: { REQUESTED: 'REJECTED', AUTHORISED: 'REJECTED', RECEIVED: 'BY_GOODS', INSPECTED: 'BY_GOODS' },
  CANCEL: { REQUESTED: 'CANCELLED', AUTHORISED: 'CANCELLED' },
  RECORD_DOCUMENT: {
    REQUESTED: 'REQUESTED',
    AUTHORISED: 'AUTHORISED',
    RECEIVED: 'RECEIVED',
    INSPECTED: 'INSPECTED',
  },
};

/** The states in which something of a return may still be done. */
export const openReturnStatuses: readonly ReturnStatus[] = ['REQUESTED', 'AUTHORISED', 'RECEIVED', 'INSPECTED'];

const verbs = Object.keys(returnTransitions) as ReturnVerb[];

/** What can be done with a return that stands at `status`. */
export const allowedReturnVerbs = (status: ReturnStatus): ReturnVerb[] =>
  verbs.filter((verb) => verb !== 'UNREFUND' && returnTransitions[verb][status] !== undefined);

/** A return was asked for what it cannot do from where it stands. */
export interface IllegalReturnStep {
  readonly type: 'IllegalReturnStep';
  readonly return: ReturnCase;
  readonly verb: ReturnVerb;
}

/** There are not so many goods. */
export interface QuantityExceeded {
  readonly type: 'QuantityExceeded';
  readonly return: ReturnCase;
  readonly lineId: string;
  readonly asked: number;
  readonly left: number;
}

/** Documents that must be there are missing. */
export interface PaperworkMissing {
  readonly type: 'PaperworkMissing';
  readonly return: ReturnCase;
  readonly missing: readonly string[];
}

/** Whoever requested a return may not approve it. */
export interface OwnReturnRequest {
  readonly type: 'OwnReturnRequest';
  readonly return: ReturnCase;
}

/** Policy does not allow a return, or not yet. */
export interface ReturnNotAuthorised {
  readonly type: 'ReturnNotAuthorised';
  readonly return: ReturnCase;
  /** What stands in the way, the gravest of all lines. */
  readonly outcome: string;
  readonly decisions: readonly ReturnDecision[];
}

/** The policy service gave no answer. */
export interface PolicyUnanswered {
  readonly type: 'PolicyUnanswered';
  readonly detail: string;
}

/** The customer has not so many of these goods to return. */
export interface QuantityNotReturnable {
  readonly type: 'QuantityNotReturnable';
  readonly purchaseLineId: string;
  readonly asked: number;
  readonly returnable: number;
}

interface Moved<T extends string> {
  readonly type: T;
  readonly return: ReturnCase;
}

/** A return is on record. */
export interface ReturnRequested extends Moved<'ReturnRequested'> {}
/** The goods may come back. */
export interface ReturnAuthorised extends Moved<'ReturnAuthorised'> {}
/** Goods have come back. */
export interface ReturnReceived extends Moved<'ReturnReceived'> {}
/** Goods were looked at. */
export interface ReturnInspected extends Moved<'ReturnInspected'> {}
/** Money is on its way back for goods. */
export interface ReturnRefunded extends Moved<'ReturnRefunded'> {
  readonly refundId: string;
}
/** Others were given for goods. */
export interface ReturnReplaced extends Moved<'ReturnReplaced'> {}
/** Goods were repaired and handed back. */
export interface ReturnRepaired extends Moved<'ReturnRepaired'> {}
/** Nothing more is given for the goods. */
export interface ReturnRejected extends Moved<'ReturnRejected'> {}
/** The customer keeps the goods after all. */
export interface ReturnCancelled extends Moved<'ReturnCancelled'> {}
/** A document is on record. */
export interface ReturnDocumentRecorded extends Moved<'ReturnDocumentRecorded'> {}
