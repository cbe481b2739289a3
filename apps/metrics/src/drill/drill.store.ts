import { money } from '@courtesy/kernel';
import {
  connectionOf,
  pageSize,
  parseCursor,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { MetricRowInput } from '@courtesy/graph-types/metrics';
import type { MetricDefinition } from '../definition/metric-definition.ts';
import { openRecords } from '../metric/backlog.ts';
import { sources } from '../metric/fact-kinds.ts';
import { factKindOf } from '../metric/measure.ts';
import { queryFacts, seenFacts } from '../metric/measure.store.ts';
import { UNATTRIBUTED } from '../metric/metric.ts';
import type { MetricQuery } from '../metric/metric-query.ts';
import { mustHide, questionOf } from '../metric/metric.store.ts';
import { bucketsOf, placeOf } from '../metric/period.ts';
import { bucketText, type Sql } from '../metric/question.ts';
import type { AskedQuestion } from '../metric/sight.store.ts';
import { countedFacts } from '../metric/tally.ts';
import type { MetricFact } from './drill.ts';

const inOrder: KeysetOrder<MetricFact> = { by: ['instant', 'id'], direction: 'ASC' };

interface Row {
  readonly bucket: string;
  readonly value: string | null;
  readonly person: string | null;
  readonly record: string;
  readonly id: string;
  readonly at: Date;
  readonly below: string;
  readonly above: string;
  readonly quantity: number | null;
}

/** All facts behind the figure, or behind one row of it, as a statement up to and with its conditions. */
function factsSql(question: AskedQuestion, row: MetricRowInput | null | undefined): Sql {
  const { measure, period, grain, zone } = question;
  const [seen, parameters] = seenFacts(question);
  const isLevel = measure.kind === 'BACKLOG' || measure.kind === 'AGE';
  const [before, facts] = isLevel
    ? openRecords(question, seen)
    : ['', `SELECT m.*, ${bucketText(grain)} AS name FROM (${countedFacts({ ...question, measure }, seen)}) AS m`];
  const last = isLevel ? bucketsOf(period, grain, zone).at(-1) : undefined;
  const bucket = row?.startsAt?.toISOString() ?? row?.bucket ?? last;
  const name = isLevel ? 'm.bucket' : 'm.name';
  const conditions = [
    ...(bucket === undefined ? [] : [`${name} = :rowBucket`]),
    ...(row?.key === null || row?.key === undefined
      ? []
      : [row.key === UNATTRIBUTED ? 'm.value IS NULL' : 'm.value = :rowKey']),
  ];
  const where = conditions.length === 0 ? 'TRUE' : conditions.join(' AND ');
  const named = isLevel ? 'm.bucket' : 'm.name';
  return [
    `${before} SELECT d.* FROM (SELECT ${named} AS bucket, m.value, m.person, m.record, m.at, m.below, m.above, m.quantity, m.id
       FROM (${facts}) AS m WHERE ${where}) AS d`,
    { ...parameters, rowBucket: bucket, rowKey: row?.key },
  ];
}

function factOf(question: AskedQuestion, { unit }: MetricDefinition): (row: Row) => MetricFact {
  const { grain, zone, by, currency } = question;
  const { type } = sources[factKindOf(question.measure)].record;
  const isMoney = unit === 'MONEY';
  return ({ bucket, value, person, record, id, at, below, above, quantity }) => ({
    ...{ id, instant: at.toISOString(), at, record: { type, id: record } },
    bucket: placeOf(bucket, grain, zone).bucket,
    key: by ? (value ?? UNATTRIBUTED) : null,
    agent: person === null ? null : { id: person },
    ...{ isAbove: Number(above) > 0, weight: Number(below), weightAbove: Number(above) },
    value: isMoney || quantity === null ? null : Number(quantity),
    money: isMoney ? money(BigInt(Math.round(Number(quantity ?? 0))), currency) : null,
  });
}

/** A page of the facts behind a metric or one row of it; null where figures of few people are withheld from whoever asks. */
export async function drill(
  context: Context,
  query: MetricQuery & PageArgs & { readonly row?: MetricRowInput | null | undefined },
): Promise<Connection<MetricFact> | null> {
  const { definition, question } = await questionOf(context, query);
  // Each fact tells of one person.
  if (mustHide(question)) return null;
  const { manager } = context.db;
  const size = pageSize(query);
  const [sql, parameters] = factsSql(question, query.row);
  const after = query.after ? parseCursor(query.after, 2, [0]) : null;
  const beyond = after ? 'WHERE (d.at, d.id) > (:afterAt::timestamptz, :afterId)' : '';
  const page = `${sql} ${beyond} ORDER BY d.at, d.id LIMIT ${size + 1}`;
  const more = { ...parameters, afterAt: after?.[0], afterId: after?.[1] };
  const rows = await queryFacts<Row>(manager, question, [page, more]);
  const count = async () => {
    const [counted] = await queryFacts<{ count: number }>(manager, question, [
      sql.replace('SELECT d.* FROM', 'SELECT count(*)::integer AS count FROM'),
      parameters,
    ]);
    return counted?.count ?? 0;
  };
  return connectionOf(rows.map(factOf(question, definition)), { size, order: inOrder, after: query.after, count });
}
