import type { TimelineKind } from '@courtesy/graph-types/cases';

/** Whoever put something on record. */
export interface TimelineActor {
  /** The subject of the caller. */
  readonly subject: string;
  readonly personId: string | null;
}

/** One thing that happened to a case, with what its type says of it beside: the properties that its source called `details`. */
export interface TimelineEntry {
  /** The GraphQL type it is. */
  readonly type: string;
  readonly kind: TimelineKind;
  /** The id of the record it tells of. */
  readonly id: string;
  readonly at: Date;
  readonly recordedAt: Date;
  /** Null when no caller did it, as for a breach. */
  readonly actor: TimelineActor | null;
}

/** Where entries of one kind come from. Whatever happens to a case has a source beside its table, and one line in `timeline.store.ts`. */
export interface TimelineSource {
  readonly kind: TimelineKind;
  /** The GraphQL type of its entries. */
  readonly type: string;
  /**
   * A query for the entries of the case `wanted.owner`: `id` (unique among all entries of a case), `at`, `recorded_at`, `recorded_by`,
   * `person_id` and `details` (jsonb), in that order. An index on the case, the instant and the id makes a page as quick at any depth as
   * at the top. Null when such a viewer sees none.
   */
  readonly rows: (seesCasework: boolean) => string | null;
}

/** SQL for a reference to another service's entity inside `details`: null where the id is. */
export const referenceSql = (column: string): string =>
  `CASE WHEN ${column} IS NOT NULL THEN jsonb_build_object('id', ${column}) END`;
