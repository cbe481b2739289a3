import type { TimelineEntry } from '../timeline/timeline.ts';

/** Somebody higher up was looked for to take the case over. */
export interface EscalatedEntry extends TimelineEntry {
  readonly escalationId: string;
}
