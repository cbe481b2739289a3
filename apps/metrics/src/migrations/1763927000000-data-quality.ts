import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addDefinitions, removeDefinitions } from './catalogue-rows.ts';

const statements = [
  `CREATE TABLE data_quality_rules (
     id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     facts text NOT NULL,
     severity text NOT NULL,
     limit_ms bigint,
     owner_id text COLLATE "C" NOT NULL,
     adopted_at timestamptz(3) NOT NULL,
     retired_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT data_quality_rules_pkey PRIMARY KEY (id)
   )`,
  `CREATE UNIQUE INDEX data_quality_rules_kind ON data_quality_rules (kind) WHERE retired_at IS NULL`,
  `GRANT SELECT, INSERT, UPDATE (severity, limit_ms, owner_id, retired_at, version) ON data_quality_rules TO metrics`,
  `CREATE TABLE data_quality_findings (
     id text COLLATE "C" NOT NULL,
     rule_id text COLLATE "C" NOT NULL,
     rule_version integer NOT NULL,
     facts text NOT NULL,
     record_id text COLLATE "C" NOT NULL,
     site_id text COLLATE "C",
     team_id text COLLATE "C",
     person_id text COLLATE "C",
     found_at timestamptz(3) NOT NULL,
     resolved_at timestamptz(3),
     waived_at timestamptz(3),
     waived_by_id text COLLATE "C",
     waiver text,
     CONSTRAINT data_quality_findings_pkey PRIMARY KEY (id),
     CONSTRAINT data_quality_findings_rule_fkey FOREIGN KEY (rule_id) REFERENCES data_quality_rules (id)
   )`,
  `CREATE UNIQUE INDEX data_quality_findings_open ON data_quality_findings (record_id, rule_id) WHERE resolved_at IS NULL`,
  `CREATE INDEX data_quality_findings_record ON data_quality_findings (record_id, found_at)`,
  `CREATE INDEX data_quality_findings_rule ON data_quality_findings (rule_id, found_at, id)`,
  `CREATE INDEX data_quality_findings_found ON data_quality_findings (found_at, id)`,
  `GRANT SELECT, INSERT, UPDATE (site_id, team_id, person_id, resolved_at, waived_at, waived_by_id, waiver) ON data_quality_findings TO metrics`,
];

const days = 'Days begin and end in the reporting time zone.';
const definitions = [
  {
    id: 'mdef_01kb2fy0a0e8qs6v3n5m7r9t1w',
    key: 'data.quality',
    name: 'Unharmed cases',
    description: 'How much of what is counted of cases can be trusted.',
    formula: `Of the cases opened in the period, the share that breaks none of the rules of data quality that hold; what was waived breaks none. Without a rule that holds it is the whole. ${days}`,
    unit: 'SHARE',
    additivity: 'PARTS_ADD',
    numerator: 'Cases without a finding that stands.',
    denominator: 'Cases opened.',
    dimensions:
      'CHANNEL,TYPE,PRIORITY,STATUS,PRODUCT,SUB_PRODUCT,ISSUE,OUTCOME,TIMELINESS,DISPUTE,TERRITORY,SITE,TEAM,AGENT',
  },
  {
    id: 'mdef_01kb2fy0a1fzct0hbxk2d4g6j8',
    key: 'data.quality.contacts',
    name: 'Unharmed contacts',
    description: 'How much of what is counted of contacts can be trusted.',
    formula: `Of the contacts of the period, the share that breaks none of the rules of data quality that hold; what was waived breaks none. Without a rule that holds it is the whole. ${days}`,
    unit: 'SHARE',
    additivity: 'PARTS_ADD',
    numerator: 'Contacts without a finding that stands.',
    denominator: 'Contacts on record.',
    dimensions: 'CHANNEL,PRODUCT,ISSUE,TERRITORY,SITE,TEAM,AGENT',
  },
];

/** Rules of data quality, what they find, and what is told of it as a figure. */
export class DataQuality1763927000000 implements MigrationInterface {
  readonly name = 'DataQuality1763927000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
    await addDefinitions(runner, definitions);
  }

  async down(runner: QueryRunner): Promise<void> {
    await removeDefinitions(runner, definitions);
    await runner.query('DROP TABLE data_quality_findings');
    await runner.query('DROP TABLE data_quality_rules');
  }
}
