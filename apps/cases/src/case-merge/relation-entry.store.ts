import type { TimelineSource } from '../timeline/timeline.ts';

/** Where the records of one kind are, and who made them. */
interface Records {
  readonly table: string;
  readonly undoings: string;
  readonly by: string;
  readonly undoneBy: string;
  /** Whether a record `r` is about the case `wanted.owner`, as SQL. */
  readonly about: string;
  /** The name of the record's id in what an entry says. */
  readonly name: string;
}

const merges: Records = {
  ...{ table: 'case_merges', undoings: 'case_merge_undos', by: 'merged_by', undoneBy: 'undone_by', name: 'mergeId' },
  about:
    'r.survivor_id = wanted.owner OR r.id IN (SELECT e.merge_id FROM case_merge_items e WHERE e.case_id = wanted.owner)',
};
const splits: Records = {
  ...{ table: 'case_splits', undoings: 'case_split_undos', by: 'split_by', undoneBy: 'undone_by', name: 'splitId' },
  about: 'r.origin_id = wanted.owner OR r.case_id = wanted.owner',
};
const links: Records = {
  ...{ table: 'case_links', undoings: 'case_link_removals', by: 'linked_by', undoneBy: 'removed_by', name: 'linkId' },
  about: 'r.from_id = wanted.owner OR r.to_id = wanted.owner',
};

const made = ({ table, by, about, name }: Records): string =>
  `SELECT r.id, r.at, r.at AS recorded_at, r.${by} AS recorded_by, r.person_id, jsonb_build_object('${name}', r.id) AS details
   FROM ${table} r WHERE ${about}`;

/** An undoing has the id of what it undoes; on a timeline both stand, so it has a word of its own behind it. */
const undone = ({ table, undoings, undoneBy, about, name }: Records): string =>
  `SELECT u.id || '_undone' AS id, u.at, u.at AS recorded_at, u.${undoneBy} AS recorded_by, u.person_id,
     jsonb_build_object('${name}', u.id) AS details
   FROM ${table} r JOIN ${undoings} u ON u.id = r.id WHERE ${about}`;

const source = (kind: TimelineSource['kind'], type: string, sql: string): TimelineSource => ({
  ...{ kind, type },
  rows: (seesCasework) => (seesCasework ? sql : null),
});

/** What merging, splitting and linking cases, and taking it back, add to the timeline of each of them. */
export const relationEntries: readonly TimelineSource[] = [
  source('CASES_MERGED', 'CaseMergeEntry', made(merges)),
  source('MERGE_UNDONE', 'CaseMergeEntry', undone(merges)),
  source('CASE_SPLIT', 'CaseSplitEntry', made(splits)),
  source('SPLIT_UNDONE', 'CaseSplitEntry', undone(splits)),
  source('CASES_LINKED', 'CaseLinkEntry', made(links)),
  source('CASES_UNLINKED', 'CaseLinkEntry', undone(links)),
];
