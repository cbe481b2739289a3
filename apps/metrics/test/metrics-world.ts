import type { CloudEvent, EventData, EventType } from '@courtesy/events';
import { applyPage, type Reaction } from '@courtesy/persistence';
import type { Actor } from '@courtesy/subgraph';
import { askAs, caller, idsAt, startSpecService, type SpecService } from '@courtesy/subgraph/spec-service';
import { fixedClock } from '@courtesy/testing';
import { metrics } from '../src/metrics.ts';

/** The time at which every story of this service is told, until a spec moves it. */
export const clock = fixedClock('2026-03-02T10:00:00.000Z');

/** A fresh id of another service's entity. */
export const someId = idsAt(clock);

export const analyst = caller('ANALYST');

/** The metrics service on a database of its own. */
export interface World extends SpecService {
  /** Where each feed has been read to. */
  readonly places: Map<string, number>;
  /** Forgets all that was read; the catalogue stays. */
  reset(): Promise<void>;
}

/** Starts it, reporting in a time zone; `config` is what else its environment says. */
export async function startWorld(zone = 'UTC', config: Readonly<Record<string, string>> = {}): Promise<World> {
  const started = await startSpecService(metrics, {
    now: clock,
    config: { REPORTING_TIME_ZONE: zone, ...config },
    keep: ['metric_definition', 'report_definitions'],
  });
  const places = new Map<string, number>();
  const reset = async () => {
    await started.database.reset();
    places.clear();
  };
  return { ...started, places, reset };
}

/** An event as a feed hands it over, before its place in the feed is known. */
export type Announced = Omit<CloudEvent<EventType>, 'id' | 'sequence'>;

/** Something that another service announces. */
export function announced<T extends EventType>(type: T, subject: string, data: EventData<T>): Announced {
  return {
    specversion: '1.0',
    source: '/courtesy/elsewhere',
    type,
    subject,
    time: '2026-03-02T10:00:00.000Z',
    datacontenttype: 'application/json',
    data,
  };
}

/** The same, announced at another time. */
export const announcedAt = (time: string, event: Announced): Announced => ({ ...event, time });

function reactionTo(feed: string): Reaction {
  const reaction = metrics.reactions?.find((each) => each.feed === feed);
  if (!reaction) throw new Error(`Nothing reads the feed ${feed}`);
  return reaction;
}

/** Lets the service read one page of a feed, the way it does when it follows the feed. */
export async function read(world: World, feed: string, events: readonly Announced[]): Promise<void> {
  const from = world.places.get(feed) ?? 0;
  const next = from + events.length;
  const applied = await applyPage(world.service.database, reactionTo(feed), {
    from: from === 0 ? '0.0' : `1.${from}`,
    next: next === 0 ? '0.0' : `1.${next}`,
    events: events.map((event, i) => ({ ...event, id: `1.${from + i + 1}`, sequence: 1 })),
    now: clock(),
  });
  if (!applied) throw new Error(`The page of ${feed} from ${from} was not applied`);
  world.places.set(feed, next);
}

/** Runs an operation and returns its data; an error of the graph fails the spec. */
export const ask = askAs(analyst);

/** What specs ask of a row. */
export interface SeenRow {
  readonly bucket: string;
  readonly key: string | null;
  readonly label: string | null;
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
}

/** What specs ask of a metric. */
export interface SeenMetric {
  readonly total: number | null;
  readonly totalNumerator: number | null;
  readonly totalDenominator: number | null;
  readonly rows: readonly SeenRow[];
}

export const METRIC = `query ($key: String!, $period: MetricPeriod!, $grain: MetricGrain! = TOTAL, $by: MetricDimension, $where: MetricFilter) {
  metric(key: $key, period: $period, grain: $grain, by: $by, where: $where) {
    total totalNumerator totalDenominator rows { bucket key label value numerator denominator }
  }
}`;

/** A metric, as `actor` sees it. */
export async function figures(
  world: World,
  variables: Record<string, unknown>,
  actor: Actor = analyst,
): Promise<SeenMetric> {
  const { metric } = await ask<{ metric: SeenMetric }>(world, METRIC, variables, actor);
  return metric;
}

/** What a breakdown says, value by value. */
export const byKey = (metric: SeenMetric): Record<string, number | null> =>
  Object.fromEntries(metric.rows.map(({ key, value }) => [String(key), value]));

/** An opened case; whatever matters is given. */
export function caseOpened(
  id: string,
  data: Partial<EventData<'courtesy.case.opened.v1'>> & { readonly openedAt: string },
): Announced {
  return announced('courtesy.case.opened.v1', id, {
    number: 1,
    type: 'COMPLAINT',
    priority: 'NORMAL',
    channel: 'PHONE',
    category: { product: null, subProduct: null, issue: null, subIssue: null },
    customerId: 'cust_somebody',
    siteId: null,
    teamId: null,
    assigneeId: null,
    respondedInTime: null,
    ...data,
  });
}

/** An answered case. */
export const caseResolved = (id: string, resolvedAt: string, outcome = 'EXPLANATION'): Announced =>
  announced('courtesy.case.resolved.v1', id, { resolvedAt, outcome, respondedInTime: null });

/** A digest of everything that is known, and of `more` tables, which two worlds share exactly when they know the same. */
export async function digest(world: World, more: readonly string[] = []): Promise<string> {
  const facts = ['activity_fact', 'call_fact', 'case_fact'].flatMap((table) => [table, `${table}_past`]);
  const tables = [
    ...facts,
    ...more,
    'cost_rate',
    'customer_copy',
    'region_copy',
    'site_copy',
    'team_copy',
    'person_copy',
  ];
  const parts = tables.map((table) => `SELECT '${table}' AS name, t::text AS row FROM ${table} t`);
  const [answer] = await world.service.database.manager.query<{ digest: string }[]>(
    `SELECT md5(string_agg(name || row, E'\\n' ORDER BY name COLLATE "C", row COLLATE "C")) AS digest FROM (${parts.join(' UNION ALL ')}) r`,
  );
  return answer?.digest ?? '';
}
