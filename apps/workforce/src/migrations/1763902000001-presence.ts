import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE presences (
     id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     sequence integer NOT NULL,
     state text NOT NULL,
     since timestamptz(3) NOT NULL,
     shift_id text COLLATE "C",
     act text NOT NULL,
     CONSTRAINT presences_pkey PRIMARY KEY (id),
     CONSTRAINT presences_sequence_key UNIQUE (person_id, sequence),
     CONSTRAINT presences_person_fkey FOREIGN KEY (person_id) REFERENCES people (id),
     CONSTRAINT presences_shift_fkey FOREIGN KEY (shift_id) REFERENCES shifts (id),
     CONSTRAINT presences_state_check CHECK (state IN ('AVAILABLE', 'ON_CONTACT', 'AFTER_CONTACT', 'BREAK', 'MEETING', 'TRAINING', 'AWAY', 'OFFLINE')),
     CONSTRAINT presences_act_check CHECK (act IN ('STARTED', 'CHANGED', 'ENDED'))
   )`,
  `CREATE INDEX presences_since ON presences (person_id, since)`,
  `CREATE INDEX presences_shift ON presences (shift_id) WHERE shift_id IS NOT NULL`,
  // What somebody did is evidence in pay and appraisal: it is only ever added to.
  `GRANT SELECT, INSERT ON presences TO workforce`,
];

/** What people do during their shifts. */
export class Presence1763902000001 implements MigrationInterface {
  readonly name = 'Presence1763902000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE presences`);
  }
}
