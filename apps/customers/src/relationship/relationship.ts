import type { Problem } from '@courtesy/kernel';
import type { CustomerKind, RelationshipKind } from '@courtesy/graph-types/customers';

/** What one customer is to another, for a time. */
export interface Relationship {
  readonly id: string;
  /** Who is something to the other. */
  readonly customerId: string;
  readonly kind: RelationshipKind;
  readonly relatedId: string;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  readonly endReason: string | null;
  readonly recordedAt: Date;
  /** The subject of the caller. */
  readonly recordedBy: string;
}

/** A new relationship. */
export interface RelationshipRecorded {
  readonly type: 'RelationshipRecorded';
  readonly relationship: Relationship;
}

/** The one is this to the other already, for some of that time. Nothing was done. */
export interface RelationshipOverlaps {
  readonly type: 'RelationshipOverlaps';
  readonly relationship: Relationship;
}

/** A relationship is over. */
export interface RelationshipEnded {
  readonly type: 'RelationshipEnded';
  readonly relationship: Relationship;
}

const ALL: readonly CustomerKind[] = ['PERSON', 'ORGANISATION', 'HOUSEHOLD'];

/** Who can be what to whom. */
const ENDS: Readonly<
  Record<RelationshipKind, readonly [who: readonly CustomerKind[], toWhom: readonly CustomerKind[]]>
> = {
  MEMBER_OF_HOUSEHOLD: [['PERSON'], ['HOUSEHOLD']],
  EMPLOYEE_OF: [['PERSON'], ['ORGANISATION']],
  CONTACT_OF: [['PERSON'], ['ORGANISATION']],
  CARER_OF: [['PERSON'], ['PERSON']],
  PARENT_OF: [['PERSON'], ['PERSON']],
  AUTHORISED_TO_ACT_FOR: [['PERSON', 'ORGANISATION'], ALL],
};

/** Somebody, and what they are. */
interface End {
  readonly id: string;
  readonly kind: CustomerKind;
}

const spoken = (kinds: readonly CustomerKind[]) => kinds.join(' or ');

/** Everything that keeps one customer from being this to another; empty when nothing does. */
export function problemsOfEnds(customer: End, kind: RelationshipKind, related: End): Problem[] {
  const problems: Problem[] = [];
  const [who, toWhom] = ENDS[kind];
  if (customer.id === related.id)
    problems.push({ path: 'relatedId', message: 'is the customer themself; name another' });
  if (!who.includes(customer.kind))
    problems.push({ path: 'customerId', message: `is ${customer.kind}; ${kind} is for ${spoken(who)}` });
  if (!toWhom.includes(related.kind))
    problems.push({ path: 'relatedId', message: `is ${related.kind}; ${kind} is to ${spoken(toWhom)}` });
  return problems;
}

/** A time with a beginning; null ends never. What ends at an instant does not hold at it. */
export interface Span {
  readonly validFrom: Date;
  readonly validTo: Date | null;
}

const FOREVER = Infinity;
const endOf = ({ validTo }: Span) => validTo?.getTime() ?? FOREVER;

/** Whether there is an instant at which both hold. */
export function overlap(one: Span, other: Span): boolean {
  const from = Math.max(one.validFrom.getTime(), other.validFrom.getTime());
  return from < Math.min(endOf(one), endOf(other));
}

/** What is wrong with the end of a relationship; null when nothing is. One may end as it begins: it was recorded in error. */
export function problemWithEndOf({ validFrom, validTo }: Span): Problem | null {
  if (validTo === null || validTo >= validFrom) return null;
  return { path: 'to', message: `lies before it began, at ${validFrom.toISOString()}` };
}

/** What is wrong with a time as given; null when nothing is. */
export function problemWithSpan({ validFrom, validTo }: Span): Problem | null {
  if (validTo === null || validTo > validFrom) return null;
  return { path: 'to', message: `is not after it began, at ${validFrom.toISOString()}` };
}
