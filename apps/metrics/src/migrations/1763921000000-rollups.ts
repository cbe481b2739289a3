import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = [
  // Which days the cells are of, in which zone, and by which catalogue: cells of another are not read.
  `CREATE TABLE rollup_basis (zone text NOT NULL, shape text NOT NULL, CONSTRAINT rollup_basis_pkey PRIMARY KEY (zone))`,
  // What must be counted again: an hour in which facts changed, or a month of which a day was counted again.
  `CREATE TABLE rollup_due (
     id bigint GENERATED ALWAYS AS IDENTITY,
     topic text NOT NULL,
     level text NOT NULL CHECK (level IN ('DAY', 'MONTH')),
     hour timestamptz(3) NOT NULL,
     marked_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
     CONSTRAINT rollup_due_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX rollup_due_topic ON rollup_due (topic, level, hour)`,
  `CREATE TABLE rollup_cell (
     rollup text NOT NULL,
     level text NOT NULL CHECK (level IN ('HOUR', 'DAY', 'MONTH')),
     cuboid text NOT NULL,
     day date NOT NULL,
     hour timestamptz(3),
     companion text,
     currency text,
     site_id text COLLATE "C",
     team_id text COLLATE "C",
     person_id text COLLATE "C",
     value text,
     bin smallint,
     counts bigint[] NOT NULL,
     above bigint[] NOT NULL,
     totals numeric[] NOT NULL
   )`,
  `CREATE INDEX rollup_cell_place ON rollup_cell (rollup, level, cuboid, day)`,
  // What the whole of a day came to when it was last counted, by which it is told that late data changed it.
  `CREATE TABLE rollup_day (
     rollup text NOT NULL,
     day date NOT NULL,
     counted_at timestamptz(3) NOT NULL,
     counts bigint[] NOT NULL,
     above bigint[] NOT NULL,
     totals numeric[] NOT NULL,
     CONSTRAINT rollup_day_pkey PRIMARY KEY (rollup, day)
   )`,
  `CREATE TABLE rollup_restatement (
     id bigint GENERATED ALWAYS AS IDENTITY,
     rollup text NOT NULL,
     day date NOT NULL,
     restated_at timestamptz(3) NOT NULL,
     counts_before bigint[] NOT NULL,
     counts_after bigint[] NOT NULL,
     above_before bigint[] NOT NULL,
     above_after bigint[] NOT NULL,
     totals_before numeric[] NOT NULL,
     totals_after numeric[] NOT NULL,
     CONSTRAINT rollup_restatement_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX rollup_restatement_day ON rollup_restatement (rollup, day)`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON rollup_basis, rollup_due, rollup_cell, rollup_day TO metrics`,
  `GRANT SELECT, INSERT ON rollup_restatement TO metrics`,
];

const indexes = [
  `CREATE INDEX case_fact_customer ON case_fact (customer_id)`,
  `CREATE INDEX case_fact_ended ON case_fact (LEAST(resolved_at, closed_at, cancelled_at))`,
  `CREATE INDEX call_fact_customer ON call_fact (customer_id) WHERE customer_id IS NOT NULL`,
];

/** The topic of each kind of activity that is kept in cells. */
const TOPICS = `(VALUES ('CONTACT', 'CONTACTS'), ('CLOCK', 'CLOCKS'), ('COMPLAINT', 'COMPLAINTS'), ('DECISION', 'DECISIONS'), ('REFUND', 'REFUNDS'),
  ('AWARD', 'AWARDS'), ('PROMISE', 'PROMISES'), ('PURCHASE', 'PURCHASES')) AS t (kind, topic)`;

/** Marks the hours of rows of `topic` and `at`. */
const mark = (rows: string) => `
  INSERT INTO rollup_due (topic, level, hour)
  SELECT DISTINCT r.topic, 'DAY', date_trunc('hour', r.at, 'UTC') FROM (${rows}) AS r WHERE r.at IS NOT NULL;`;

const instantsOfCase = (cases: string) => `
  SELECT t.topic, i.at FROM ${cases} AS f CROSS JOIN LATERAL (VALUES (f.opened_at), (f.resolved_at), (LEAST(f.resolved_at, f.closed_at, f.cancelled_at))) AS i (at)
  CROSS JOIN (VALUES ('CASES'), ('ANSWERS')) AS t (topic)`;
const instantsOfActivity = (activities: string) => `
  SELECT t.topic, i.at FROM ${activities} AS f JOIN ${TOPICS} ON t.kind = f.kind
  CROSS JOIN LATERAL (VALUES (f.at), (f.due_at), (f.ended_at)) AS i (at)`;
const instantsOfCall = (calls: string) => `SELECT 'CALLS' AS topic, f.occurred_at AS at FROM ${calls} AS f`;

/** What activities take from their case. */
const OF_ITS_CASE = 'type, priority, channel, product, sub_product, issue, site_id, team_id, assignee_id';

type Change = 'INSERT' | 'UPDATE' | 'DELETE';
const changed = (change: Change) =>
  ({ INSERT: 'come', UPDATE: '(TABLE gone UNION ALL TABLE come)', DELETE: 'gone' })[change];

/** The cases whose activities count otherwise than before. */
const movedCases = (change: Change) =>
  change === 'UPDATE'
    ? `(SELECT case_id FROM (SELECT case_id, ${OF_ITS_CASE} FROM come EXCEPT SELECT case_id, ${OF_ITS_CASE} FROM gone) AS m)`
    : `(SELECT case_id FROM ${changed(change)} AS m)`;

const bodies: Readonly<Record<string, (change: Change) => string>> = {
  case_fact: (change) =>
    mark(instantsOfCase(changed(change))) +
    // What was split up is a matter by itself no longer.
    mark(
      instantsOfCase(
        `(SELECT p.* FROM case_fact p WHERE p.case_id IN (SELECT split_from FROM ${changed(change)} AS x))`,
      ),
    ) +
    mark(
      instantsOfActivity(`(SELECT a.* FROM activity_fact a JOIN ${movedCases(change)} AS m ON m.case_id = a.case_id)`),
    ),
  call_fact: (change) => mark(instantsOfCall(changed(change))),
  activity_fact: (change) =>
    mark(instantsOfActivity(changed(change))) +
    mark(`
      SELECT 'ANSWERS' AS topic, i.at FROM (SELECT DISTINCT case_id FROM ${changed(change)} AS x WHERE kind = 'CONTACT') AS x
      JOIN case_fact f ON f.case_id = x.case_id CROSS JOIN LATERAL (VALUES (f.opened_at), (f.resolved_at)) AS i (at)`),
};

/** All facts of some customers, whose territory is another now. */
const ofCustomers = (ids: string) =>
  ['case_fact', 'call_fact', 'activity_fact']
    .map((table) => [table, `(SELECT f.* FROM ${table} f WHERE f.customer_id IN (${ids}))`] as const)
    .map(([table, facts]) =>
      mark(
        table === 'case_fact'
          ? instantsOfCase(facts)
          : table === 'call_fact'
            ? instantsOfCall(facts)
            : instantsOfActivity(facts),
      ),
    )
    .join('');
const copies: Readonly<Record<string, (change: Change) => string>> = {
  customer_copy: (change) => ofCustomers(`SELECT id FROM ${changed(change)} AS x`),
  customer_aliases: (change) => ofCustomers(`SELECT customer_id FROM ${changed(change)} AS x`),
  // Decisions and promises lie where whoever made them works, where no case says it.
  person_copy: (change) =>
    mark(
      instantsOfActivity(
        `(SELECT f.* FROM activity_fact f JOIN ${changed(change)} AS x ON x.id = f.person_id WHERE f.kind IN ('DECISION', 'PROMISE'))`,
      ),
    ),
};

const referencing = (change: Change) =>
  [...(change === 'INSERT' ? [] : ['OLD TABLE AS gone']), ...(change === 'DELETE' ? [] : ['NEW TABLE AS come'])].join(
    ' ',
  );

/** What a statement changes of a table marks itself, whoever runs it: no writer can forget to. */
function marking(table: string, body: (change: Change) => string): string[] {
  return (['INSERT', 'UPDATE', 'DELETE'] as const).flatMap((change) => {
    const name = `mark_${table}_${change.toLowerCase()}`;
    return [
      `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body(change)} RETURN NULL; END $$`,
      `CREATE TRIGGER ${name} AFTER ${change} ON ${table} REFERENCING ${referencing(change)} FOR EACH STATEMENT EXECUTE FUNCTION ${name}()`,
    ];
  });
}

const marked = { ...bodies, ...copies };

/** Figures counted beforehand by hour, day and month, and what marks that they must be counted again. */
export class Rollups1763921000000 implements MigrationInterface {
  readonly name = 'Rollups1763921000000';

  async up(runner: QueryRunner): Promise<void> {
    const triggers = Object.entries(marked).flatMap(([table, body]) => marking(table, body));
    for (const statement of [...tables, ...indexes, ...triggers]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of Object.keys(marked))
      for (const change of ['insert', 'update', 'delete'])
        await runner.query(`DROP FUNCTION mark_${table}_${change} CASCADE`);
    await runner.query('DROP INDEX case_fact_customer, case_fact_ended, call_fact_customer');
    await runner.query('DROP TABLE rollup_restatement, rollup_day, rollup_cell, rollup_due, rollup_basis');
  }
}
