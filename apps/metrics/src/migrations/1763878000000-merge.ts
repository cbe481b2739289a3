import type { MigrationInterface, QueryRunner } from 'typeorm';

const IDS = ['mdef_01kaqn4nc0ewwsg1sg9x3vt6c2', 'mdef_01kaqn4nc1f9x9kdm44zfjjf08'];
const days = 'Days begin and end in the reporting time zone.';

const definitions = [
  {
    id: IDS[0],
    key: 'cases.opened',
    formula: `Counts every case that a customer brought, whatever became of it, cancelled and merged ones too, in the period in which it was opened (for a complaint from elsewhere: received). A case that was split off from another is part of what came in with that one, and is not counted again. ${days}`,
  },
  {
    id: IDS[1],
    key: 'cases.backlog',
    formula: `Counts the cases that were opened before the end of the bucket and had by then been neither resolved nor closed nor cancelled; the total is the level at the end of the period. A case that was merged before it was answered is open until the case that goes on for it ends. One that others were split off from is open until those have ended too, and they are not counted by themselves. A reopened case has no standing answer until it is resolved again: its earlier answer is not counted. Such a case counts as open since it was opened. Days still to come show what is open now. ${days}`,
  },
];

const statements = [
  `ALTER TABLE case_fact ADD COLUMN survivor_id text COLLATE "C", ADD COLUMN split_from text COLLATE "C"`,
  `CREATE INDEX case_fact_survivor ON case_fact (survivor_id) WHERE survivor_id IS NOT NULL`,
  `CREATE INDEX case_fact_split ON case_fact (split_from) WHERE split_from IS NOT NULL`,
];

/** What was merged and split, and what the figures of volume mean since: neither a merge nor a split nor undoing one changes any of them. */
export class Merge1763878000000 implements MigrationInterface {
  readonly name = 'Merge1763878000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
    await runner.query(
      `INSERT INTO metric_definition
         (id, key, version, name, description, formula, unit, numerator, denominator, additivity, dimensions, owner, effective_from)
       SELECT d.id, d.key, 2, m.name, m.description, d.formula, m.unit, m.numerator, m.denominator, m.additivity, m.dimensions, m.owner, m.effective_from
       FROM json_to_recordset($1::json) AS d (id text, key text, formula text) JOIN metric_definition m ON m.key = d.key AND m.version = 1`,
      [JSON.stringify(definitions)],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM metric_definition WHERE id = ANY ($1)`, [IDS]);
    await runner.query(`ALTER TABLE case_fact DROP COLUMN survivor_id, DROP COLUMN split_from`);
  }
}
