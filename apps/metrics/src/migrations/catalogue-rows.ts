import type { QueryRunner } from 'typeorm';

/** A first version of what a metric means, as a migration says it. */
export interface FirstDefinition {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly formula: string;
  readonly unit: string;
  readonly additivity: string;
  readonly numerator?: string;
  readonly denominator?: string;
  /** Names with commas between them. */
  readonly dimensions: string;
}

const OWNER = 'Head of customer service';

/** Adds first versions to the catalogue. */
export async function addDefinitions(runner: QueryRunner, definitions: readonly FirstDefinition[]): Promise<void> {
  await runner.query(
    `INSERT INTO metric_definition
       (id, key, version, name, description, formula, unit, numerator, denominator, additivity, dimensions, owner, effective_from)
     SELECT id, key, 1, name, description, formula, unit, numerator, denominator, additivity, string_to_array(dimensions, ','), $2, '2000-01-01'
     FROM json_to_recordset($1::json) AS d (id text, key text, name text, description text, formula text, unit text,
       numerator text, denominator text, additivity text, dimensions text)`,
    [JSON.stringify(definitions), OWNER],
  );
}

/** Takes them away again. */
export async function removeDefinitions(runner: QueryRunner, definitions: readonly FirstDefinition[]): Promise<void> {
  await runner.query(`DELETE FROM metric_definition WHERE id = ANY ($1)`, [definitions.map(({ id }) => id)]);
}
