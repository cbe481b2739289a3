/** What is kept here of a contact, so that it can be drawn for review: ids and figures, never a word of it. */
export interface ReviewableContact {
  readonly id: string;
  readonly caseId: string | null;
  readonly customerId: string | null;
  readonly personId: string | null;
  readonly channel: string;
  readonly occurredAt: Date;
  readonly handleMs: number | null;
}

/** What is kept here of a case, so that what became of a contact can be seen. */
export interface ReviewableCase {
  readonly id: string;
  readonly assigneeId: string | null;
  /** Who handled it when it was last resolved; null while it never was. */
  readonly resolvedById: string | null;
  readonly resolvedAt: Date | null;
  /** When it was last taken up again; null when it never was. */
  readonly reopenedAt: Date | null;
  /** Who had resolved it before it was taken up again. */
  readonly reopenedOfId: string | null;
  /** When a complaint about it was received; null for none. */
  readonly complaintAt: Date | null;
  /** When a complaint about it was upheld, wholly or in part; null for never. */
  readonly upheldAt: Date | null;
}

/** A case of which nothing more is known yet. */
export const unknownCase = (id: string): ReviewableCase => ({
  ...{ id, assigneeId: null, resolvedById: null, resolvedAt: null, reopenedAt: null, reopenedOfId: null },
  ...{ complaintAt: null, upheldAt: null },
});
