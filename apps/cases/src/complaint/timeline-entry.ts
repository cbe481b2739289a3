import type { TimelineEntry } from '../timeline/timeline.ts';

/** A complaint of the case took a step. */
export interface ComplaintSteppedEntry extends TimelineEntry {
  readonly complaintId: string;
}
