import type { EntityManager, EntitySchema } from 'typeorm';
import { filterCondition, queryNamed, type Filter } from '@courtesy/persistence';
import { activityFactTables } from '../fact/activity-fact.table.ts';
import { callFactTables } from '../fact/call-fact.table.ts';
import { caseFactTables } from '../fact/case-fact.table.ts';
import { columnNames } from '../fact/fact-book.store.ts';
import { rolledBacklogSql } from '../rollup/rolled-backlog.ts';
import { manySql, rolledSql } from '../rollup/rolled-tally.ts';
import { backlogPlansOf, cellsAsSource, planOf, type Plan } from '../rollup/rollup.ts';
import { rollupShape } from '../rollup/shape.store.ts';
import { ageSql, backlogSql } from './backlog.ts';
import { sources } from './fact-kinds.ts';
import type { FactSource } from './fact-source.ts';
import { factKindOf } from './measure.ts';
import { MAX_ROWS, type BacklogMove, type MeasuredCell, type MetricFeedPosition } from './metric.ts';
import { bucketsOf } from './period.ts';
import type { Question, Sql } from './question.ts';
import { visibility, type AskedQuestion } from './sight.store.ts';
import { tallySql } from './tally.ts';

const factTables: Readonly<Record<string, EntitySchema>> = {
  case_fact: caseFactTables.current as EntitySchema,
  call_fact: callFactTables.current as EntitySchema,
  activity_fact: activityFactTables.current as EntitySchema,
};

/** The SQL with what is known, or was known as of an instant, in place of tables of facts. */
function asKnown(manager: EntityManager, sql: string, asOf: Date | null): string {
  return sql.replaceAll(/\{(\w+)\}/g, (_, table: string) => {
    const schema = factTables[table];
    if (!schema) throw new Error(`There are no facts in ${table}`);
    if (!asOf) return table;
    const names = columnNames(manager, schema);
    return `(SELECT ${names} FROM ${table} WHERE known_from <= :asOf UNION ALL
      SELECT ${names} FROM ${table}_past WHERE known_from <= :asOf AND known_until > :asOf)`;
  });
}

const seen = ({ actor, where, now }: AskedQuestion, source: FactSource): Sql => {
  const [visible, parameters] = visibility(actor, source);
  const filter = filterCondition((where ?? {}) as Filter, { fields: source.fields, now });
  return [`${visible} AND ${filter.sql}`, { ...parameters, ...filter.parameters }];
};

/** What of the facts is seen by whoever asks, and asked for. */
export const seenFacts = (question: AskedQuestion): Sql => seen(question, sources[factKindOf(question.measure)]);

/** Runs SQL about the facts that a question is about. */
export async function queryFacts<T>(manager: EntityManager, question: Question, [sql, more]: Sql): Promise<T[]> {
  const { period, grain, zone, now, asOf, currency } = question;
  const buckets = bucketsOf(period, grain, zone);
  const parameters = {
    from: period.from,
    to: period.to,
    zone,
    now,
    asOf,
    currency,
    buckets,
    shape: rollupShape,
    ...more,
  };
  const known = asKnown(manager, sql, asOf);
  return queryNamed(manager, known, parameters);
}

/** What was measured of the facts of a period. */
export interface TallyMeasured {
  readonly isLevel: false;
  /** One per bucket and value, and one of the whole period (`whole`). */
  readonly cells: readonly (MeasuredCell & { readonly whole: boolean })[];
}

/** How the number of open cases changed. */
export interface BacklogMeasured {
  readonly isLevel: true;
  readonly cells: readonly BacklogMove[];
}

/** What was measured, and how far the feeds had been counted then. */
export type Measurement = (TallyMeasured | BacklogMeasured) & {
  readonly feeds: readonly MetricFeedPosition[];
  /** Whether a percentile was read from a sketch. */
  readonly isApproximate: boolean;
};

function cellsSql(question: Question, seen: string): string {
  const { measure } = question;
  if (measure.kind === 'BACKLOG') return backlogSql({ ...question, measure }, seen);
  return measure.kind === 'AGE' ? ageSql({ ...question, measure }, seen) : tallySql({ ...question, measure }, seen);
}

/** The most facts of which a percentile is worked out one by one, rather than from a sketch. */
export const EXACT_UP_TO = 20_000;

/** The SQL by which cells answer a question, and whether they are sketches; null when it is to be counted from the facts. */
async function rolled(
  manager: EntityManager,
  question: AskedQuestion,
  [seenFacts]: Sql,
): Promise<{ readonly sql: string; readonly isSketch: boolean } | null> {
  const { measure, actor, isInReportingZone } = question;
  if (!isInReportingZone || measure.kind === 'AGE') return null;
  const seenCells = (plan: Plan) => seen(question, cellsAsSource(plan))[0];
  if (measure.kind === 'BACKLOG') {
    const plans = backlogPlansOf(question, actor.reach);
    const [came] = plans ?? [];
    if (!plans || !came) return null;
    const asked = { question: { ...question, measure }, plans, seenCells: seenCells(came), seenFacts };
    return { sql: rolledBacklogSql(asked), isSketch: false };
  }
  const plan = planOf(question, actor.reach);
  if (!plan) return null;
  const asked = { question: { ...question, measure }, plan, seenCells: seenCells(plan), seenFacts };
  if (plan.rollup.isSketch) {
    const [found] = await queryFacts<{ many: string }>(manager, question, [manySql(asked), {}]);
    if (Number(found?.many ?? 0) <= EXACT_UP_TO) return null;
  }
  return { sql: rolledSql(asked), isSketch: plan.rollup.isSketch };
}

interface Answer {
  readonly cells: Measurement['cells'] | null;
  readonly feeds: readonly { readonly feed: string; readonly place: string; readonly readAt: string }[];
}

/**
 * Measures in one statement, so that figures, total and watermark are of one moment. Answers at most {@link MAX_ROWS} cells and two more,
 * by which the caller sees that there are too many.
 */
export async function takeMeasure(manager: EntityManager, question: AskedQuestion): Promise<Measurement> {
  const facts = seenFacts(question);
  const [condition, parameters] = facts;
  const asked = await rolled(manager, question, facts);
  const sql = `
    SELECT (SELECT coalesce(json_agg(json_build_object('feed', feed, 'place', place, 'readAt', read_at) ORDER BY feed), '[]') FROM feed_cursor) AS feeds,
           (SELECT json_agg(cell) FROM (${asked?.sql ?? cellsSql(question, condition)} LIMIT ${MAX_ROWS + 2}) AS cell) AS cells`;
  const [answer] = await queryFacts<Answer>(manager, question, [sql, parameters]);
  const feeds = (answer?.feeds ?? []).map(({ readAt, ...position }) => ({ ...position, readAt: new Date(readAt) }));
  const isApproximate = asked?.isSketch ?? false;
  return {
    isLevel: question.measure.kind === 'BACKLOG',
    cells: answer?.cells ?? [],
    feeds,
    isApproximate,
  } as Measurement;
}
