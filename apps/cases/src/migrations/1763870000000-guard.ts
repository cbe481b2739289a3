import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATUSES = `'NEW', 'OPEN', 'WAITING_CUSTOMER', 'WAITING_THIRD_PARTY', 'WAITING_APPROVAL', 'RESOLVED', 'CLOSED', 'CANCELLED', 'MERGED'`;

const statements = [
  `ALTER TABLE cases DROP CONSTRAINT cases_status_check, ADD CONSTRAINT cases_status_check CHECK (status IN (${STATUSES}))`,
  `CREATE TABLE guard_overrides (
     id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     verb text NOT NULL,
     reason text NOT NULL,
     failures jsonb NOT NULL,
     overridden_by text NOT NULL,
     person_id text COLLATE "C",
     at timestamptz(3) NOT NULL,
     CONSTRAINT guard_overrides_pkey PRIMARY KEY (id),
     CONSTRAINT guard_overrides_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id)
   )`,
  `CREATE INDEX guard_overrides_case ON guard_overrides (case_id, at)`,
  // Who ended what over which obstacles is evidence: the service may add and read, and nothing else.
  `GRANT SELECT, INSERT ON guard_overrides TO cases`,
];

/** Cases that wait for an approval or are merged, and the record of what was ended over its obstacles. */
export class Guard1763870000000 implements MigrationInterface {
  readonly name = 'Guard1763870000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE guard_overrides`);
    await runner.query(
      `ALTER TABLE cases DROP CONSTRAINT cases_status_check, ADD CONSTRAINT cases_status_check
       CHECK (status IN ('NEW', 'OPEN', 'WAITING_CUSTOMER', 'WAITING_THIRD_PARTY', 'RESOLVED', 'CLOSED', 'CANCELLED'))`,
    );
  }
}
