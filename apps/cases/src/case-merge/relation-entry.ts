import type { TimelineEntry } from '../timeline/timeline.ts';

/** Cases were merged, or a merge was undone. */
export interface CaseMergeEntry extends TimelineEntry {
  readonly mergeId: string;
}

/** A case was split, or a split was undone. */
export interface CaseSplitEntry extends TimelineEntry {
  readonly splitId: string;
}

/** Cases were linked, or a link was taken away. */
export interface CaseLinkEntry extends TimelineEntry {
  readonly linkId: string;
}
