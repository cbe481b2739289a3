import type { MigrationInterface, QueryRunner } from 'typeorm';

const ID = 'text COLLATE "C"';

const templates = [
  `CREATE TABLE shift_templates (
     id ${ID} NOT NULL,
     site_id ${ID} NOT NULL,
     name text NOT NULL,
     start_time text NOT NULL,
     end_time text NOT NULL,
     days jsonb NOT NULL,
     breaks jsonb NOT NULL,
     required_skill_ids jsonb NOT NULL,
     withdrawn_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT shift_templates_pkey PRIMARY KEY (id),
     CONSTRAINT shift_templates_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id)
   )`,
  `CREATE INDEX shift_templates_site ON shift_templates (site_id, name, id)`,
  `CREATE TABLE availabilities (
     id ${ID} NOT NULL,
     person_id ${ID} NOT NULL,
     kind text NOT NULL,
     from_at timestamptz(3) NOT NULL,
     until_at timestamptz(3),
     days jsonb NOT NULL,
     start_time text,
     end_time text,
     weight integer NOT NULL,
     recorded_at timestamptz(3) NOT NULL,
     withdrawn_at timestamptz(3),
     reason text,
     version integer NOT NULL,
     CONSTRAINT availabilities_pkey PRIMARY KEY (id),
     CONSTRAINT availabilities_person_fkey FOREIGN KEY (person_id) REFERENCES people (id),
     CONSTRAINT availabilities_kind_check CHECK (kind IN ('UNAVAILABLE', 'WISHES_TO_WORK', 'WISHES_TO_BE_OFF')),
     CONSTRAINT availabilities_weight_check CHECK (weight >= 0 AND weight <= 100)
   )`,
  `CREATE INDEX availabilities_person ON availabilities (person_id, recorded_at, id)`,
];

const rules = [
  `CREATE TABLE roster_rules (
     id ${ID} NOT NULL,
     site_id ${ID} NOT NULL,
     number integer NOT NULL,
     work jsonb NOT NULL,
     cover jsonb NOT NULL,
     reason text NOT NULL,
     adopted_at timestamptz(3) NOT NULL,
     adopted_by_id ${ID},
     CONSTRAINT roster_rules_pkey PRIMARY KEY (id),
     CONSTRAINT roster_rules_number_key UNIQUE (site_id, number),
     CONSTRAINT roster_rules_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id)
   )`,
  `CREATE TABLE young_workers (
     id ${ID} NOT NULL,
     turns_18_on date NOT NULL,
     CONSTRAINT young_workers_pkey PRIMARY KEY (id),
     CONSTRAINT young_workers_person_fkey FOREIGN KEY (id) REFERENCES people (id)
   )`,
];

const plans = [
  `CREATE TABLE roster_proposals (
     id ${ID} NOT NULL,
     site_id ${ID} NOT NULL,
     team_id ${ID},
     from_day date NOT NULL,
     until_day date NOT NULL,
     status text NOT NULL,
     request jsonb NOT NULL,
     requested_at timestamptz(3) NOT NULL,
     requested_by_id ${ID},
     percent integer NOT NULL,
     claimed_until timestamptz(3),
     outcome jsonb,
     failure text,
     finished_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT roster_proposals_pkey PRIMARY KEY (id),
     CONSTRAINT roster_proposals_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id),
     CONSTRAINT roster_proposals_status_check
       CHECK (status IN ('PROPOSING', 'PROPOSED', 'FAILED', 'CANCELLED', 'PUBLISHED')),
     CONSTRAINT roster_proposals_span_check CHECK (until_day > from_day)
   )`,
  `CREATE INDEX roster_proposals_site ON roster_proposals (site_id, requested_at, id)`,
  `CREATE INDEX roster_proposals_waiting ON roster_proposals (requested_at, id) WHERE status = 'PROPOSING'`,
  `CREATE TABLE rosters (
     id ${ID} NOT NULL,
     site_id ${ID} NOT NULL,
     team_id ${ID},
     from_day date NOT NULL,
     until_day date NOT NULL,
     starts_at timestamptz(3) NOT NULL,
     ends_at timestamptz(3) NOT NULL,
     proposal_id ${ID} NOT NULL,
     published_at timestamptz(3) NOT NULL,
     published_by_id ${ID},
     locked_at timestamptz(3),
     locked_by_id ${ID},
     version integer NOT NULL,
     CONSTRAINT rosters_pkey PRIMARY KEY (id),
     CONSTRAINT rosters_proposal_key UNIQUE (proposal_id),
     CONSTRAINT rosters_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id),
     CONSTRAINT rosters_proposal_fkey FOREIGN KEY (proposal_id) REFERENCES roster_proposals (id),
     CONSTRAINT rosters_span_check CHECK (ends_at > starts_at)
   )`,
  `CREATE INDEX rosters_site ON rosters (site_id, starts_at, id)`,
  `ALTER TABLE shifts ADD COLUMN template_id ${ID}, ADD COLUMN roster_id ${ID},
     ADD CONSTRAINT shifts_template_fkey FOREIGN KEY (template_id) REFERENCES shift_templates (id),
     ADD CONSTRAINT shifts_roster_fkey FOREIGN KEY (roster_id) REFERENCES rosters (id)`,
  `CREATE INDEX shifts_roster ON shifts (roster_id, starts_at, id)`,
  `CREATE TABLE shift_overrides (
     id ${ID} NOT NULL,
     shift_id ${ID} NOT NULL,
     rule text NOT NULL,
     found integer NOT NULL,
     allowed integer NOT NULL,
     reason text NOT NULL,
     made_at timestamptz(3) NOT NULL,
     made_by_id ${ID},
     CONSTRAINT shift_overrides_pkey PRIMARY KEY (id),
     CONSTRAINT shift_overrides_shift_fkey FOREIGN KEY (shift_id) REFERENCES shifts (id)
   )`,
  `CREATE INDEX shift_overrides_shift ON shift_overrides (shift_id, made_at, id)`,
];

const exchanges = [
  `CREATE TABLE shift_swaps (
     id ${ID} NOT NULL,
     shift_id ${ID} NOT NULL,
     person_id ${ID} NOT NULL,
     partner_id ${ID} NOT NULL,
     partner_shift_id ${ID},
     status text NOT NULL,
     requested_at timestamptz(3) NOT NULL,
     accepted_at timestamptz(3),
     decided_at timestamptz(3),
     decided_by_id ${ID},
     reason text,
     version integer NOT NULL,
     CONSTRAINT shift_swaps_pkey PRIMARY KEY (id),
     CONSTRAINT shift_swaps_shift_fkey FOREIGN KEY (shift_id) REFERENCES shifts (id),
     CONSTRAINT shift_swaps_person_fkey FOREIGN KEY (person_id) REFERENCES people (id),
     CONSTRAINT shift_swaps_partner_fkey FOREIGN KEY (partner_id) REFERENCES people (id),
     CONSTRAINT shift_swaps_partner_shift_fkey FOREIGN KEY (partner_shift_id) REFERENCES shifts (id),
     CONSTRAINT shift_swaps_status_check CHECK (status IN ('REQUESTED', 'ACCEPTED', 'APPROVED', 'DECLINED', 'WITHDRAWN')),
     CONSTRAINT shift_swaps_partner_check CHECK (partner_id <> person_id)
   )`,
  `CREATE INDEX shift_swaps_person ON shift_swaps (person_id, requested_at, id)`,
  `CREATE INDEX shift_swaps_partner ON shift_swaps (partner_id, requested_at, id)`,
  `CREATE UNIQUE INDEX shift_swaps_once ON shift_swaps (shift_id) WHERE status IN ('REQUESTED', 'ACCEPTED')`,
  `CREATE TABLE open_shifts (
     id ${ID} NOT NULL,
     site_id ${ID} NOT NULL,
     template_id ${ID} NOT NULL,
     starts_at timestamptz(3) NOT NULL,
     ends_at timestamptz(3) NOT NULL,
     breaks jsonb NOT NULL,
     status text NOT NULL,
     offered_at timestamptz(3) NOT NULL,
     shift_id ${ID},
     awarded_by text,
     reason text,
     version integer NOT NULL,
     CONSTRAINT open_shifts_pkey PRIMARY KEY (id),
     CONSTRAINT open_shifts_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id),
     CONSTRAINT open_shifts_template_fkey FOREIGN KEY (template_id) REFERENCES shift_templates (id),
     CONSTRAINT open_shifts_shift_fkey FOREIGN KEY (shift_id) REFERENCES shifts (id),
     CONSTRAINT open_shifts_status_check CHECK (status IN ('OPEN', 'AWARDED', 'WITHDRAWN')),
     CONSTRAINT open_shifts_awarded_check
       CHECK (awarded_by IN ('ONLY_ONE', 'FEWEST_AWARDS', 'LEAST_HOURS', 'FIRST_TO_WISH', 'CHOSEN'))
   )`,
  `CREATE INDEX open_shifts_site ON open_shifts (site_id, starts_at, id)`,
  `CREATE TABLE shift_bids (
     id ${ID} NOT NULL,
     open_shift_id ${ID} NOT NULL,
     person_id ${ID} NOT NULL,
     status text NOT NULL,
     placed_at timestamptz(3) NOT NULL,
     awards_before integer,
     week_minutes integer,
     stood_against jsonb NOT NULL,
     version integer NOT NULL,
     CONSTRAINT shift_bids_pkey PRIMARY KEY (id),
     CONSTRAINT shift_bids_open_shift_fkey FOREIGN KEY (open_shift_id) REFERENCES open_shifts (id),
     CONSTRAINT shift_bids_person_fkey FOREIGN KEY (person_id) REFERENCES people (id),
     CONSTRAINT shift_bids_status_check CHECK (status IN ('PLACED', 'WITHDRAWN', 'WON', 'LOST'))
   )`,
  `CREATE INDEX shift_bids_open_shift ON shift_bids (open_shift_id, placed_at, id)`,
  `CREATE INDEX shift_bids_person ON shift_bids (person_id, placed_at, id)`,
  `CREATE UNIQUE INDEX shift_bids_once ON shift_bids (open_shift_id, person_id) WHERE status <> 'WITHDRAWN'`,
];

const grants = [
  `GRANT SELECT, INSERT, UPDATE ON shift_templates, availabilities, young_workers, roster_proposals, rosters, shift_swaps,
     open_shifts, shift_bids TO workforce`,
  `GRANT SELECT, INSERT ON roster_rules, shift_overrides TO workforce`,
];

/** Shift templates, availability, roster rules, proposed and published rosters, swaps, and open shifts with bids. */
export class RosterPlanning1763906000000 implements MigrationInterface {
  readonly name = 'RosterPlanning1763906000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...templates, ...rules, ...plans, ...exchanges, ...grants]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE shift_bids, open_shifts, shift_swaps, shift_overrides`);
    await runner.query(`ALTER TABLE shifts DROP COLUMN template_id, DROP COLUMN roster_id`);
    await runner.query(
      `DROP TABLE rosters, roster_proposals, young_workers, roster_rules, availabilities, shift_templates`,
    );
  }
}
