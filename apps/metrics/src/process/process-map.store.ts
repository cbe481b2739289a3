import { money } from '@courtesy/kernel';
import {
  BadInput,
  connectionOf,
  pageSize,
  parseCursor,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { MetricFilter, MetricPeriod } from '@courtesy/graph-types/metrics';
import { queryFacts, seenFacts } from '../metric/measure.store.ts';
import { questionOf } from '../metric/metric.store.ts';
import { isLeader } from '../metric/sight.store.ts';
import { FEWEST_PEOPLE } from '../metric/small-cells.ts';
import { countedFacts } from '../metric/tally.ts';
import { EDGES, LOOPS, mined, MOST, SIZES, TIMES, variantsSql, WAY_KEY } from './mining.ts';
import type {
  LoopSum,
  ProcessCase,
  ProcessEdge,
  ProcessLoop,
  ProcessMap,
  ProcessSelection,
  ProcessTime,
} from './process-map.ts';
import type { VariantCount } from './procedure.ts';

/** What is asked of how cases went: of those that a metric of cases counts, so that both recount to each other. */
export interface ProcessQuery {
  readonly key: 'cases.opened' | 'cases.resolved';
  readonly period: MetricPeriod;
  readonly where?: MetricFilter | null | undefined;
  readonly timeZone?: string | null | undefined;
  readonly currency?: string | null | undefined;
}

/** Decides what was asked. Throws BadInput for what cannot be answered. */
export async function mapOf(context: Context, query: ProcessQuery): Promise<ProcessMap> {
  const { question } = await questionOf(context, { ...query, grain: 'TOTAL' });
  const { measure } = question;
  if (measure.kind === 'BACKLOG' || measure.kind === 'AGE') throw new Error(`${query.key} counts no cases one by one`);
  const [seen, parameters] = seenFacts(question);
  const scope = `SELECT m.id AS case_id FROM (${countedFacts({ ...question, measure }, seen)}) AS m`;
  return {
    currency: question.currency,
    isFew: (people) => !isLeader(context.actor) && people > 0 && people < FEWEST_PEOPLE,
    dig: (select, more = {}) =>
      queryFacts(context.db.manager, question, [mined(scope, select), { ...parameters, ...more }]),
  };
}

/** What came next after what. */
export async function edgesOf({ isFew, dig }: ProcessMap): Promise<ProcessEdge[]> {
  const rows = await dig<Omit<ProcessEdge, 'isHidden'> & { people: number }>(EDGES);
  return rows.map(({ people, medianWait, p90Wait, ...edge }) => {
    const isHidden = isFew(people);
    return {
      ...edge,
      isHidden,
      medianWait: isHidden ? null : Math.round(medianWait ?? 0),
      p90Wait: isHidden ? null : Math.round(p90Wait ?? 0),
    };
  });
}

/** The ways that cases went, the most frequent first. */
export const variantsOf = ({ dig }: ProcessMap, most: number = MOST.told): Promise<VariantCount[]> =>
  dig<VariantCount>(variantsSql(most));

/** All of them. Throws BadInput where there are more than can be compared. */
export async function allVariants(map: ProcessMap): Promise<VariantCount[]> {
  const variants = await variantsOf(map, MOST.compared + 1);
  if (variants.length > MOST.compared)
    throw new BadInput(
      `These cases went more than ${MOST.compared} ways. Ask for a shorter period, or narrow it with "where".`,
    );
  return variants;
}

/** How many cases there are, and in how many ways they went. */
export async function sizesOf({ dig }: ProcessMap): Promise<{ readonly cases: number; readonly variants: number }> {
  const [sizes] = await dig<{ cases: number; variants: number }>(SIZES);
  return sizes ?? { cases: 0, variants: 0 };
}

/** How long cases were worked on, and how long they lay. */
export async function timesOf({ dig }: ProcessMap): Promise<ProcessTime> {
  const [times] = await dig<{ touch: number; waiting: number }>(TIMES);
  const [touchTime, waitingTime] = [Math.round(times?.touch ?? 0), Math.round(times?.waiting ?? 0)];
  const whole = touchTime + waitingTime;
  return { touchTime, waitingTime, touchShare: whole === 0 ? null : touchTime / whole };
}

interface LoopRow {
  readonly one: string;
  readonly other: string;
  readonly month: string | null;
  readonly cases: number;
  readonly times: number;
  readonly away: number;
  readonly touch: number;
  readonly unrated: number;
  readonly cost: number | null;
  readonly people: number;
}

function sumOf({ cases, times, away, touch, unrated, cost }: LoopRow, currency: string, isHidden: boolean): LoopSum {
  if (isHidden) return { cases, times, extraWaiting: null, touchTime: null, cost: null, unratedTouchTime: null };
  return {
    ...{
      cases,
      times,
      extraWaiting: Math.round(away),
      touchTime: Math.round(touch),
      unratedTouchTime: Math.round(unrated),
    },
    cost: cost === null ? null : money(BigInt(Math.round(cost)), currency),
  };
}

/** What went to and fro between two teams, that of most cases first. */
export async function loopsOf({ isFew, currency, dig }: ProcessMap): Promise<ProcessLoop[]> {
  const rows = await dig<LoopRow>(LOOPS);
  const loops = rows.flatMap((row): ProcessLoop[] => {
    if (row.month !== null) return [];
    const isHidden = isFew(row.people);
    const months = rows.flatMap((each) =>
      each.month !== null && each.one === row.one && each.other === row.other
        ? [{ ...sumOf(each, currency, isHidden), month: each.month }]
        : [],
    );
    return [{ ...sumOf(row, currency, isHidden), teamIds: [row.one, row.other], months, isHidden }];
  });
  return loops.toSorted((a, b) => b.cases - a.cases || b.times - a.times);
}

/** Which cases are asked for, as SQL over `scope.case_id`. */
function conditionOf({ edge, variants, loop }: ProcessSelection): string {
  if (edge) return 'SELECT case_id FROM follows WHERE activity = :edgeFrom AND next = :edgeTo';
  if (variants) return `SELECT case_id FROM ways WHERE ${WAY_KEY} = ANY (:variants)`;
  if (loop) return 'SELECT case_id FROM loops WHERE one = LEAST(:one, :other) AND other = GREATEST(:one, :other)';
  return 'SELECT case_id FROM scope';
}

const byCase: KeysetOrder<ProcessCase> = { by: ['id'], direction: 'ASC' };

/** A page of the cases behind a figure of a map, each with its steps. */
export async function casesOf(
  { dig }: ProcessMap,
  selection: ProcessSelection,
  page: PageArgs,
): Promise<Connection<ProcessCase>> {
  const size = pageSize(page);
  const { edge, variants, loop } = selection;
  const [after] = page.after ? parseCursor(page.after, 1, []) : [null];
  const parameters = { edgeFrom: edge?.from, edgeTo: edge?.to, variants, one: loop?.[0], other: loop?.[1], after };
  const chosen = conditionOf(selection);
  const rows = await dig<{ id: string; steps: { activity: string; at: string; teamId: string | null }[] }>(
    `SELECT s.case_id AS id, json_agg(json_build_object('activity', s.activity, 'at', s.at, 'teamId', s.team_id) ORDER BY s.at, s.id) AS steps
     FROM steps s WHERE s.case_id IN (SELECT d.case_id FROM (${chosen}) AS d ${after === null ? '' : 'WHERE d.case_id > :after'}
       GROUP BY d.case_id ORDER BY d.case_id LIMIT ${size + 1})
     GROUP BY s.case_id ORDER BY s.case_id`,
    parameters,
  );
  const cases = rows.map(({ id, steps }) => ({
    id,
    steps: steps.map(({ at, ...step }) => ({ ...step, at: new Date(at) }) as ProcessCase['steps'][number]),
  }));
  const count = async () => {
    const [counted] = await dig<{ count: number }>(
      `SELECT count(DISTINCT d.case_id)::integer AS count FROM (${chosen}) AS d`,
      parameters,
    );
    return counted?.count ?? 0;
  };
  return connectionOf(cases, { size, order: byCase, after: page.after, count });
}
