import type { MigrationInterface, QueryRunner } from 'typeorm';

const KINDS = `'PARENT_OF', 'DUPLICATE_OF', 'CAUSED_BY', 'FOLLOW_UP_OF', 'RELATED_TO'`;

const statements = [
  `CREATE TABLE case_merges (
     id text COLLATE "C" NOT NULL,
     survivor_id text COLLATE "C" NOT NULL,
     reason text NOT NULL,
     merged_by text NOT NULL,
     person_id text COLLATE "C",
     at timestamptz(3) NOT NULL,
     CONSTRAINT case_merges_pkey PRIMARY KEY (id),
     CONSTRAINT case_merges_survivor_fkey FOREIGN KEY (survivor_id) REFERENCES cases (id)
   )`,
  `CREATE INDEX case_merges_survivor ON case_merges (survivor_id, at)`,
  `CREATE TABLE case_merge_items (
     id text COLLATE "C" NOT NULL,
     merge_id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     status text NOT NULL,
     status_reason text,
     CONSTRAINT case_merge_items_pkey PRIMARY KEY (id),
     CONSTRAINT case_merge_items_case_key UNIQUE (merge_id, case_id),
     CONSTRAINT case_merge_items_merge_fkey FOREIGN KEY (merge_id) REFERENCES case_merges (id),
     CONSTRAINT case_merge_items_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id)
   )`,
  `CREATE INDEX case_merge_items_case ON case_merge_items (case_id)`,
  `CREATE TABLE case_merge_undos (
     id text COLLATE "C" NOT NULL,
     reason text NOT NULL,
     undone_by text NOT NULL,
     person_id text COLLATE "C",
     at timestamptz(3) NOT NULL,
     CONSTRAINT case_merge_undos_pkey PRIMARY KEY (id),
     CONSTRAINT case_merge_undos_merge_fkey FOREIGN KEY (id) REFERENCES case_merges (id)
   )`,
  `CREATE TABLE case_splits (
     id text COLLATE "C" NOT NULL,
     origin_id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     reason text NOT NULL,
     split_by text NOT NULL,
     person_id text COLLATE "C",
     at timestamptz(3) NOT NULL,
     CONSTRAINT case_splits_pkey PRIMARY KEY (id),
     CONSTRAINT case_splits_case_key UNIQUE (case_id),
     CONSTRAINT case_splits_origin_fkey FOREIGN KEY (origin_id) REFERENCES cases (id),
     CONSTRAINT case_splits_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id)
   )`,
  `CREATE INDEX case_splits_origin ON case_splits (origin_id, at)`,
  `CREATE TABLE case_split_contacts (
     split_id text COLLATE "C" NOT NULL,
     interaction_id text COLLATE "C" NOT NULL,
     from_case_id text COLLATE "C" NOT NULL,
     CONSTRAINT case_split_contacts_pkey PRIMARY KEY (split_id, interaction_id),
     CONSTRAINT case_split_contacts_split_fkey FOREIGN KEY (split_id) REFERENCES case_splits (id),
     CONSTRAINT case_split_contacts_interaction_fkey FOREIGN KEY (interaction_id) REFERENCES interactions (id)
   )`,
  `CREATE INDEX case_split_contacts_interaction ON case_split_contacts (interaction_id)`,
  `CREATE TABLE case_split_undos (
     id text COLLATE "C" NOT NULL,
     merge_id text COLLATE "C" NOT NULL,
     reason text NOT NULL,
     undone_by text NOT NULL,
     person_id text COLLATE "C",
     at timestamptz(3) NOT NULL,
     CONSTRAINT case_split_undos_pkey PRIMARY KEY (id),
     CONSTRAINT case_split_undos_split_fkey FOREIGN KEY (id) REFERENCES case_splits (id),
     CONSTRAINT case_split_undos_merge_fkey FOREIGN KEY (merge_id) REFERENCES case_merges (id)
   )`,
  `CREATE TABLE case_links (
     id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     from_id text COLLATE "C" NOT NULL,
     to_id text COLLATE "C" NOT NULL,
     note text,
     linked_by text NOT NULL,
     person_id text COLLATE "C",
     at timestamptz(3) NOT NULL,
     CONSTRAINT case_links_pkey PRIMARY KEY (id),
     CONSTRAINT case_links_from_fkey FOREIGN KEY (from_id) REFERENCES cases (id),
     CONSTRAINT case_links_to_fkey FOREIGN KEY (to_id) REFERENCES cases (id),
     CONSTRAINT case_links_kind_check CHECK (kind IN (${KINDS})),
     CONSTRAINT case_links_ends_check CHECK (from_id <> to_id)
   )`,
  `CREATE INDEX case_links_from ON case_links (from_id, at, id)`,
  `CREATE INDEX case_links_to ON case_links (to_id, at, id)`,
  `CREATE TABLE case_link_removals (
     id text COLLATE "C" NOT NULL,
     reason text NOT NULL,
     removed_by text NOT NULL,
     person_id text COLLATE "C",
     at timestamptz(3) NOT NULL,
     CONSTRAINT case_link_removals_pkey PRIMARY KEY (id),
     CONSTRAINT case_link_removals_link_fkey FOREIGN KEY (id) REFERENCES case_links (id)
   )`,
  // Who merged, split or linked what, and who took it back, is evidence: the service may add and read, and nothing else.
  `GRANT SELECT, INSERT ON case_merges, case_merge_items, case_merge_undos, case_splits, case_split_contacts, case_split_undos,
     case_links, case_link_removals TO cases`,
  // What follows from those records now: every merged case with each case of the chain it is continued in; depth 1 is the next. No foreign keys:
  // checking them would lock cases further down the chain, out of the order of their ids.
  `CREATE TABLE merged_cases (
     case_id text COLLATE "C" NOT NULL,
     survivor_id text COLLATE "C" NOT NULL,
     depth integer NOT NULL,
     merge_id text COLLATE "C" NOT NULL,
     CONSTRAINT merged_cases_pkey PRIMARY KEY (case_id, survivor_id),
     CONSTRAINT merged_cases_no_cycle_check CHECK (case_id <> survivor_id)
   )`,
  `CREATE INDEX merged_cases_survivor ON merged_cases (survivor_id, case_id)`,
  // A case is merged into one other at most, and so its chain has one end.
  `CREATE UNIQUE INDEX merged_cases_next ON merged_cases (case_id, depth)`,
  // And of contacts that were split off, the case they stand with.
  `CREATE TABLE contact_homes (
     interaction_id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     split_id text COLLATE "C" NOT NULL,
     CONSTRAINT contact_homes_pkey PRIMARY KEY (interaction_id),
     CONSTRAINT contact_homes_interaction_fkey FOREIGN KEY (interaction_id) REFERENCES interactions (id),
     CONSTRAINT contact_homes_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id)
   )`,
  `CREATE INDEX contact_homes_case ON contact_homes (case_id)`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON merged_cases, contact_homes TO cases`,
];

/** Cases that are merged, split and linked, and the records by which each of it can be undone. */
export class Merge1763878000000 implements MigrationInterface {
  readonly name = 'Merge1763878000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE contact_homes, merged_cases, case_link_removals, case_links, case_split_undos, case_split_contacts, case_splits,
         case_merge_undos, case_merge_items, case_merges`,
    );
  }
}
