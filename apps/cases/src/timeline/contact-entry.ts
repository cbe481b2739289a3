import type { TimelineEntry } from './timeline.ts';

/** A contact was put on record. */
export interface ContactRecordedEntry extends TimelineEntry {
  readonly interactionId: string;
}

/** A contact record was superseded by a corrected one. */
export interface ContactCorrectedEntry extends TimelineEntry {
  readonly interactionId: string;
}
