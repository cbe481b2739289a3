import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';

/** A query, as somebody asks it. */
export interface Asked {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly actor: Actor;
}

/** A metric with all that a dashboard shows of it. */
export const METRIC = `query ($key: String!, $period: MetricPeriod!, $grain: MetricGrain!, $by: MetricDimension, $where: MetricFilter, $timeZone: TimeZone) {
  metric(key: $key, period: $period, grain: $grain, by: $by, where: $where, timeZone: $timeZone) {
    isApproximate total totalNumerator totalDenominator totalMoney { amount }
    rows { bucket key label value numerator denominator money { amount } }
  }
}`;

const year = { from: '2025-01-01', to: '2026-01-01' };
const quarter = { from: '2025-07-01', to: '2025-10-01' };
const monthToDate = { from: '2025-11-01', to: '2025-11-23' };
const week = { from: '2025-11-17', to: '2025-11-24' };

const executive = caller('EXECUTIVE');
const regional = caller('REGIONAL', { regionId: 'reg_00000001' });
const siteManager = caller('MANAGER', { siteId: 'site_00000007', reach: 'SITE' });
const lead = caller('LEAD', { teamId: 'team_00000031', personId: 'pers_00000310' });
const complaints = { type: { eq: 'COMPLAINT' } };

const shown = (name: string, actor: Actor, variables: Readonly<Record<string, unknown>>) => ({
  ...{ name, query: METRIC, actor },
  variables: { grain: 'TOTAL', ...variables },
});

/** The figures of the dashboards of a head of service, a regional manager, the manager of a site and the lead of a team. */
export const dashboards: readonly (Asked & { readonly name: string })[] = [
  shown('cases opened, by month', executive, { key: 'cases.opened', period: year, grain: 'MONTH' }),
  shown('cases opened, by day', executive, { key: 'cases.opened', period: year, grain: 'DAY' }),
  shown('cases opened of a week, by hour', executive, { key: 'cases.opened', period: week, grain: 'HOUR' }),
  shown('complaints by product, by month', executive, {
    key: 'cases.opened',
    period: year,
    grain: 'MONTH',
    by: 'PRODUCT',
    where: complaints,
  }),
  shown('complaints by issue', executive, { key: 'cases.opened', period: year, by: 'ISSUE', where: complaints }),
  shown('complaints by territory', executive, {
    key: 'cases.opened',
    period: year,
    by: 'TERRITORY',
    where: complaints,
  }),
  shown('cases opened by person', executive, { key: 'cases.opened', period: year, by: 'AGENT' }),
  shown('cases resolved by site, by month', executive, {
    key: 'cases.resolved',
    period: year,
    grain: 'MONTH',
    by: 'SITE',
  }),
  shown('complaint share by week', executive, { key: 'cases.complaint_share', period: year, grain: 'WEEK' }),
  shown('timely share by channel', executive, { key: 'cases.timely_share', period: year, by: 'CHANNEL' }),
  shown('relief share of a month to date by product', executive, {
    key: 'cases.relief_share',
    period: monthToDate,
    by: 'PRODUCT',
  }),
  shown('median time to resolution, by month', executive, {
    key: 'cases.resolution_time.median',
    period: year,
    grain: 'MONTH',
  }),
  shown('90th percentile to resolution by product', executive, {
    key: 'cases.resolution_time.p90',
    period: quarter,
    by: 'PRODUCT',
  }),
  shown('90th percentile to resolution by site', executive, {
    key: 'cases.resolution_time.p90',
    period: year,
    by: 'SITE',
  }),
  shown('median first response, by month', executive, {
    key: 'cases.first_response.median',
    period: year,
    grain: 'MONTH',
  }),
  shown('first-contact resolution by channel', executive, {
    key: 'cases.first_contact_share',
    period: year,
    by: 'CHANNEL',
  }),
  shown('contacts received by channel, by month', executive, {
    key: 'contacts.received',
    period: year,
    grain: 'MONTH',
    by: 'CHANNEL',
  }),
  shown('handle time by team', executive, { key: 'contacts.handle_time.mean', period: quarter, by: 'TEAM' }),
  shown('service level, by day', executive, { key: 'calls.service_level.20s', period: quarter, grain: 'DAY' }),
  shown('longest wait, by week', executive, { key: 'calls.wait.max', period: year, grain: 'WEEK' }),
  shown('attainment by clock, by month', executive, {
    key: 'clocks.attainment',
    period: year,
    grain: 'MONTH',
    by: 'CLOCK',
  }),
  shown('refunds paid by product', executive, { key: 'refunds.paid', period: year, by: 'PRODUCT' }),
  shown('a region: contacts by issue', regional, { key: 'contacts.received', period: quarter, by: 'ISSUE' }),
  shown('a region: service level by site', regional, { key: 'calls.service_level.20s', period: year, by: 'SITE' }),
  shown('a site: complaints by product, by month', siteManager, {
    key: 'cases.opened',
    period: year,
    grain: 'MONTH',
    by: 'PRODUCT',
    where: complaints,
  }),
  shown('a site: contacts of a month to date by person', siteManager, {
    key: 'contacts.received',
    period: monthToDate,
    by: 'AGENT',
  }),
  shown('a site: contacts of a month to date by channel', siteManager, {
    key: 'contacts.received',
    period: monthToDate,
    by: 'CHANNEL',
  }),
  shown('a team: handle time by person, by week', lead, {
    key: 'contacts.handle_time.mean',
    period: quarter,
    grain: 'WEEK',
    by: 'AGENT',
  }),
  shown('a team: cases resolved by person', lead, { key: 'cases.resolved', period: year, by: 'AGENT' }),
  shown('backlog, by month', executive, { key: 'cases.backlog', period: year, grain: 'MONTH' }),
  shown('median age of the backlog at the end of the year', executive, {
    key: 'cases.backlog_age.median',
    period: year,
  }),
];
