import type { EventData } from '@courtesy/events';
import type { Actor } from '@courtesy/subgraph';
import { announced, announcedAt, ask, caseOpened, type Announced, type World } from './metrics-world.ts';

/** The Monday on which the stories of the day are told. */
export const MONDAY = '2026-03-02T08:00:00.000Z';
/** An instant so many hours after it. */
export const inHours = (hours: number) => new Date(Date.parse(MONDAY) + hours * 3_600_000).toISOString();

/** A person of the desk. */
export const joined = (id: string, more: object = {}) =>
  announced('courtesy.person.joined.v1', id, {
    ...{ displayName: id, role: 'AGENT', siteId: 'site_1', teamId: 'team_1', managerId: null },
    ...{ joinedAt: '2025-01-06T00:00:00.000Z', ...more },
  });

/** A region of two sites: one with two teams, and one elsewhere. */
export const places: readonly Announced[] = [
  announced('courtesy.region.established.v1', 'reg_1', { name: 'North' }),
  announced('courtesy.site.opened.v1', 'site_1', { name: 'Leeds', regionId: 'reg_1', timeZone: 'Europe/London' }),
  announced('courtesy.site.opened.v1', 'site_2', { name: 'Bath', regionId: 'reg_2', timeZone: 'Europe/London' }),
  announced('courtesy.team.formed.v1', 'team_1', { name: 'Desk', siteId: 'site_1' }),
  announced('courtesy.team.formed.v1', 'team_2', { name: 'Night', siteId: 'site_1' }),
  joined('pers_ada'),
  joined('pers_ben'),
  joined('pers_mel', { role: 'MANAGER', teamId: null }),
];

/** A case of the first team, or of wherever is said. */
export const givenCase = (id: string, more: object = {}) =>
  caseOpened(id, { openedAt: inHours(-40), siteId: 'site_1', teamId: 'team_1', assigneeId: 'pers_ada', ...more });

/** A clock of a case that is due so many hours from Monday on, of four hours promised. */
export const runningClock = (
  caseId: string,
  hours: number,
  more: Partial<EventData<'courtesy.clock.started.v1'>> = {},
) =>
  announced('courtesy.clock.started.v1', `row_${caseId}_${more.clock ?? ''}`, {
    ...{ caseId, clock: 'RESOLUTION', segment: 1, at: inHours(hours - 4), dueAt: inHours(hours), targetMs: 14_400_000 },
    ...{ calendarVersionId: null, standardId: null, cause: 'opened', ...more },
  });

/** The same clock, stopped. */
export const stoppedClock = (caseId: string, more: Partial<EventData<'courtesy.clock.stopped.v1'>> = {}) =>
  announced('courtesy.clock.stopped.v1', `end_${caseId}`, {
    ...(runningClock(caseId, 0, more).data as EventData<'courtesy.clock.stopped.v1'>),
  });

/** An approval that a manager is to give, asked for so many hours before Monday. */
export const wantedApproval = (id: string, hoursAgo: number, more: object = {}) =>
  announcedAt(
    inHours(-hoursAgo),
    announced('courtesy.approval.requested.v1', id, {
      ...{ caseId: 'case_1', customerId: 'cust_1', siteId: 'site_1', teamId: 'team_1', assigneeId: 'pers_ada' },
      ...{ aboutId: null, what: 'A voucher', askedById: 'pers_ada', approverId: null, approverRole: 'MANAGER' },
      ...{ dueAt: null, ...more },
    }),
  );

/** A refund that waits for approval, of so many pence. */
export const waitingRefund = (id: string, minor: string, more: object = {}) =>
  announced('courtesy.refund.approval-needed.v1', id, {
    ...{ caseId: 'case_1', customerId: 'cust_1', purchaseId: null, minor, currency: 'GBP', status: 'NEEDS_APPROVAL' },
    ...{ siteId: 'site_1', teamId: 'team_1', requesterId: 'pers_ada', approverId: null, decisionId: null },
    ...{ authorityUseId: null, reason: 'It leaks', at: inHours(-2), ...more },
  });

/** What somebody may decide on refunds of one case, in pence. */
export const grant = (id: string, perCaseMinor: string, more: object = {}) =>
  announced('courtesy.authority-grant.changed.v1', id, {
    ...{ number: 1, decisionType: 'REFUND', role: 'MANAGER', personId: null, siteId: null, currency: 'GBP' },
    ...{ perCaseMinor, perDayMinor: null, perCustomerMinor: null, customerDays: 0, perOrderMinor: null },
    ...{ timeZone: 'Europe/London', effectiveFrom: inHours(-100), effectiveUntil: null, suspended: false },
    ...{ revoked: false, ...more },
  });

/** A staffing gap of half an hour that begins so many hours after Monday's start. */
export const gap = (id: string, hours: number, more: object = {}) =>
  announced('courtesy.staffing-gap.found.v1', id, {
    ...{ siteId: 'site_1', teamId: 'team_1', skillId: null, requirementId: `req_${id}`, startsAt: inHours(hours) },
    ...{ endsAt: inHours(hours + 0.5), basis: 'PLANNED', required: 5, covered: 3, at: inHours(-1), ...more },
  });

/** A policy for agents that has held for so many hours. */
export const policyInForce = (id: string, hoursAgo: number, more: { readonly number?: number } = {}): Announced[] => [
  announced('courtesy.policy.audience-stated.v1', `pol_${id}`, { title: 'Refunds', roles: ['AGENT'], siteIds: [] }),
  announced('courtesy.policy-version.approved.v1', `polv_${id}${more.number ?? 1}`, {
    ...{ policyId: `pol_${id}`, title: 'Refunds', kind: 'POLICY', number: more.number ?? 1, approverId: null },
    ...{ effectiveFrom: inHours(-hoursAgo), effectiveUntil: null },
  }),
];

/** What specs ask of an item. */
export interface SeenItem {
  readonly kind: string;
  readonly rank: number;
  readonly subject: { readonly __typename: string; readonly id: string } | null;
  readonly why: string;
  readonly deadline: string;
  readonly isOverdue: boolean;
  readonly count: number;
  readonly score: number;
  readonly reasons: readonly { readonly what: string; readonly points: number }[];
  readonly clearedBy: readonly {
    readonly mutation: string;
    readonly arguments: readonly { readonly name: string; readonly value: string }[];
    readonly asks: readonly string[];
  }[];
}
const DAY = `query ($first: Int, $after: String, $kinds: [DayItemKind!]) { managerDay(first: $first, after: $after, kinds: $kinds) {
  totalCount pageInfo { hasNextPage endCursor }
  nodes { kind rank subject { __typename ... on Case { id } ... on Team { id } ... on Refund { id } ... on PolicyVersion { id } ... on Person { id } }
    why deadline isOverdue count score reasons { what points } clearedBy { mutation arguments { name value } asks } } } }`;
/** A page of the day. */
export interface SeenDay {
  readonly nodes: readonly SeenItem[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

/** A page of the day as somebody sees it. */
export const dayPage = async (world: World, actor: Actor, variables: Record<string, unknown>): Promise<SeenDay> =>
  (await ask<{ managerDay: SeenDay }>(world, DAY, variables, actor)).managerDay;
