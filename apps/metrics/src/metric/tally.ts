import { sources } from './fact-kinds.ts';
import type { Tally } from './measure.ts';
import { allHold, bucketSql, bucketText, END, START, summarySql, valueSql, type Question } from './question.ts';

/** A question about a tally. */
export type TallyQuestion = Question & { readonly measure: Tally };

/** Every fact that counts, with what is measured of it, under the names that both its figure and its record are made of. */
export function countedFacts({ measure, grain, by }: TallyQuestion, seen: string): string {
  const { kind, at, counted, above = 'FALSE', weighed, quantity } = measure;
  const source = sources[kind];
  return `
    SELECT ${bucketSql(at, grain)} AS bucket, ${valueSql(source, by)} AS value, ${source.person} AS person, ${at} AS at,
           ${source.id} AS id, ${source.record.id} AS record, ${weighed?.below ?? '1'} AS below,
           ${weighed?.above ?? `CASE WHEN ${above} THEN 1 ELSE 0 END`} AS above, (${quantity?.of ?? 'NULL'})::double precision AS quantity
    FROM ${source.facts}
    WHERE ${source.isOne} AND ${at} >= ${START} AND ${at} < ${END} AND ${allHold(counted)} AND ${seen}`;
}

/** What was measured by bucket and value, and of the whole period. */
export function tallySql(question: TallyQuestion, seen: string): string {
  const { measure, grain } = question;
  const summary = measure.quantity ? summarySql(measure.quantity.as) : 'NULL::double precision';
  const people = sources[measure.kind].isSensitive ? 'count(DISTINCT m.person)' : 'NULL::bigint';
  const below = measure.weighed ? 'coalesce(sum(m.below), 0)' : 'count(*)';
  return `
    SELECT grouping(m.bucket) = 1 AS whole, ${bucketText(grain)} AS bucket, m.value, ${below} AS cases,
           coalesce(sum(m.above), 0) AS above, ${summary} AS quantity, ${people} AS people
    FROM (${countedFacts(question, seen)}) AS m
    GROUP BY GROUPING SETS ((m.bucket, m.value), ())`;
}
