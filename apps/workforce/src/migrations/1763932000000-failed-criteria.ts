import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a clause's criteria were rated within a time is read through an index. */
export class FailedCriteria1763932000000 implements MigrationInterface {
  readonly name = 'FailedCriteria1763932000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX quality_reviews_published ON quality_reviews (scorecard_version_id, published_at, id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX quality_reviews_published');
  }
}
