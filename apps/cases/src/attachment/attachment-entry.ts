import type { TimelineEntry } from '../timeline/timeline.ts';

/** A file was added. */
export interface AttachmentAddedEntry extends TimelineEntry {
  readonly attachmentId: string;
}

/** A file was withdrawn. */
export interface AttachmentWithdrawnEntry extends TimelineEntry {
  readonly attachmentId: string;
}
