import type { CannotMergeCustomersReason, CustomerField, FieldReversalOutcome } from '@courtesy/graph-types/customers';
import type { ConsentState } from '../consent/consent.ts';
import type { Customer } from '../customer/customer.ts';
import type { ExternalIdentity } from '../external-identity/external-identity.ts';

/** What stands in a field of a customer. */
export type FieldValue = string | null;

/** What a merge decided about one field of the survivor. */
export interface CustomerFieldChoice {
  readonly field: CustomerField;
  /** Whose value won. */
  readonly fromId: string;
  readonly before: FieldValue;
  readonly after: FieldValue;
}

/** How many of one kind belong to the survivor by themself, and how many come with those who are merged into them. */
export interface BelongingCount {
  readonly kind: string;
  readonly kept: number;
  readonly moved: number;
}

/** That a merge was taken back: never changed. */
export interface CustomerMergeReversal {
  readonly reason: string;
  /** The subject of the caller. */
  readonly by: string;
  readonly personId: string | null;
  readonly at: Date;
}

/** Customers that were found to be one, and whether that was taken back. Never changed: a reversal is a record of its own. */
export interface CustomerMerge {
  readonly id: string;
  /** The customer who stands for the others, themself merged into none at that time. */
  readonly survivorId: string;
  /** In the order in which they were named. */
  readonly mergedIds: readonly string[];
  readonly fields: readonly CustomerFieldChoice[];
  readonly counts: readonly BelongingCount[];
  readonly reason: string;
  /** The subject of the caller. */
  readonly mergedBy: string;
  readonly personId: string | null;
  readonly at: Date;
  readonly reverted: CustomerMergeReversal | null;
}

/** Customers are one. */
export interface CustomersMerged {
  readonly type: 'CustomersMerged';
  readonly merge: CustomerMerge;
  readonly survivor: Customer;
}

/** What a merge would do. Nothing was done. */
export interface CustomerMergePredicted {
  readonly type: 'CustomerMergePredicted';
  /** As they would be recorded. */
  readonly survivor: Customer;
  readonly fields: readonly CustomerFieldChoice[];
  readonly counts: readonly BelongingCount[];
  readonly consents: readonly ConsentState[];
}

/** What became of one field when a merge was taken back. */
export interface FieldReversal {
  readonly field: CustomerField;
  readonly outcome: FieldReversalOutcome;
  /** What stood in it until then, and what does now. */
  readonly before: FieldValue;
  readonly after: FieldValue;
}

/** A merge was taken back. */
export interface CustomerMergeReverted {
  readonly type: 'CustomerMergeReverted';
  readonly merge: CustomerMerge;
  /** The customer who had stood for the others, as they are now. */
  readonly survivor: Customer;
  /** Those who stand for themselves again. */
  readonly customers: readonly Customer[];
  readonly fields: readonly FieldReversal[];
}

/** These two cannot be one. Nothing was done. */
export interface CannotMergeCustomers {
  readonly type: 'CannotMergeCustomers';
  readonly reason: CannotMergeCustomersReason;
  readonly customer: Customer;
  /** Who was to stand for them; where they are merged already, who does. */
  readonly survivor: Customer;
}

/** One other system knows the customers by different ids. */
export interface ExternalIdsOfSource {
  readonly source: string;
  readonly identities: readonly ExternalIdentity[];
}

/** Other systems tell these customers apart. Nothing was done. */
export interface ExternalIdsConflict {
  readonly type: 'ExternalIdsConflict';
  readonly conflicts: readonly ExternalIdsOfSource[];
}

/** What told who this customer is was erased: nobody can say who they are one with. Nothing was done. */
export interface CustomerIsErased {
  readonly type: 'CustomerIsErased';
  readonly customer: Customer;
}

/** The merge was taken back before. Nothing was done. */
export interface CustomerMergeAlreadyReverted {
  readonly type: 'CustomerMergeAlreadyReverted';
  readonly merge: CustomerMerge;
}

/** The most customers one merge takes. */
export const MAX_MERGED = 20;

/** The longest reason, in characters. */
export const MAX_REASON = 2000;

/** The fields whose value a merge chooses, by the word for each in the graph. One more is one line here and one in the SDL. */
export const mergedFields = {
  DISPLAY_NAME: 'displayName',
  GIVEN_NAME: 'givenName',
  FAMILY_NAME: 'familyName',
  PREFERRED_LANGUAGE: 'preferredLanguage',
} as const satisfies Record<CustomerField, keyof Customer>;

/** The words for {@link mergedFields}, in order. */
export const fieldWords = Object.keys(mergedFields) as CustomerField[];
