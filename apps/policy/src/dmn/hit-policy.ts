import type { DecisionTableLogic } from './model.ts';

/** The outputs of one matching rule, in the order of the columns. */
export type OutputRow = readonly unknown[];

/** What a table answers, or why it cannot. */
export interface TableAnswer {
  /** The value, or the list of values; null when there is none. */
  readonly value: unknown;
  /** Why the table has no answer though rules matched; null when it has one. */
  readonly problem: string | null;
}

/** What resolving the matches needs to know about a table beside its policy. */
export interface Resolution {
  /** The table. */
  readonly table: DecisionTableLogic;
  /** Allowed values of each output, in order of priority. */
  readonly priorities: readonly (readonly unknown[])[];
}

const answer = (value: unknown): TableAnswer => ({ value, problem: null });

/** The value of a row: the cell itself, or a context by the outputs' names when there are several. */
export function rowValue({ outputs }: DecisionTableLogic, row: OutputRow): unknown {
  if (outputs.length === 1) return row[0] ?? null;
  return Object.fromEntries(outputs.map(({ name }, index) => [name ?? `output ${index + 1}`, row[index] ?? null]));
}

/** True when two FEEL values, as data, are the same. */
export function isSame(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}

function rank(values: readonly unknown[], value: unknown): number {
  const place = values.findIndex((allowed) => isSame(allowed, value));
  return place === -1 ? values.length : place;
}

/** Highest priority first: by the first output, and by the next where that ties; rules of equal priority keep their order. */
function byPriority({ priorities }: Resolution, rows: readonly OutputRow[]): OutputRow[] {
  return [...rows].sort((left, right) => {
    for (const [column, values] of priorities.entries()) {
      const difference = rank(values, left[column]) - rank(values, right[column]);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

/** The rows that the answer of {@link resolve} rests on: one under FIRST and PRIORITY, otherwise all. */
export function decidingRows(resolution: Resolution, rows: readonly OutputRow[]): readonly OutputRow[] {
  const { hitPolicy } = resolution.table;
  if (hitPolicy === 'FIRST') return rows.slice(0, 1);
  return hitPolicy === 'PRIORITY' ? byPriority(resolution, rows).slice(0, 1) : rows;
}

function aggregated({ aggregation }: DecisionTableLogic, values: readonly unknown[]): TableAnswer {
  if (aggregation === null) return answer(values);
  if (aggregation === 'COUNT') return answer(values.length);
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < values.length) return { value: null, problem: `${aggregation} needs numbers in every match` };
  if (aggregation === 'SUM') return answer(numbers.reduce((sum, value) => sum + value, 0));
  return answer(
    numbers.reduce((best, value) => (aggregation === 'MIN' ? Math.min(best, value) : Math.max(best, value))),
  );
}

/** Makes the answer out of the rows of the rules that matched, in the order of the rules. There is at least one. */
export function resolve(resolution: Resolution, rows: readonly OutputRow[]): TableAnswer {
  const { table } = resolution;
  const [first = []] = rows;
  const values = (ordered: readonly OutputRow[]) => ordered.map((row) => rowValue(table, row));
  switch (table.hitPolicy) {
    case 'UNIQUE':
      if (rows.length > 1) return { value: null, problem: `${rows.length} rules match where one may` };
      return answer(rowValue(table, first));
    case 'ANY':
      if (rows.some((row) => !isSame(row, first))) return { value: null, problem: 'matching rules differ' };
      return answer(rowValue(table, first));
    case 'FIRST':
      return answer(rowValue(table, first));
    case 'PRIORITY':
      return answer(rowValue(table, byPriority(resolution, rows)[0] ?? []));
    case 'RULE ORDER':
      return answer(values(rows));
    case 'OUTPUT ORDER':
      return answer(values(byPriority(resolution, rows)));
    case 'COLLECT':
      return aggregated(table, values(rows));
  }
}
