import type { EntityManager } from 'typeorm';
import type { AuthorityGrant } from '../authority-grant/authority-grant.ts';
import type { LimitsTried, Reach } from './back-test.ts';
import { countCustomers } from './back-test.store.ts';
import { replayLimits, type AuthorityEntry } from './limit-replay.ts';
import { Tally } from './reckoning.ts';

/** The most entries that one replay goes through. */
export const MAX_ENTRIES = 200_000;

/** Other limits of a grant, and the time in which they are tried. */
export interface LimitQuestion {
  readonly grant: AuthorityGrant;
  readonly limits: LimitsTried;
  readonly from: Date;
  readonly until: Date;
  readonly seenBy: Reach;
  /** Only what was asked at this site, or in this team. */
  readonly siteId?: string | null | undefined;
  readonly teamId?: string | null | undefined;
}

/** What is on record up to the end of the time, the grant's decision type and currency alone. Its series: grants for the same holder. */
const ENTRIES = `
  WITH series AS (
    SELECT s.id FROM authority_grants s JOIN authority_grants g ON g.id = $1
     AND s.decision_type = g.decision_type AND s.currency = g.currency AND s.role IS NOT DISTINCT FROM g.role
     AND s.person_id IS NOT DISTINCT FROM g.person_id AND s.site_id IS NOT DISTINCT FROM g.site_id
  ), matters AS (
    SELECT 'USE' AS kind, u.id, u.request_id, u.grant_id, u.minor, u.case_id, u.order_reference, u.customer_id, u.authority_of,
      u.reserved_at AS at, NULL AS reason, e.minor AS counted, e.minor AS end_minor, e.ended_at,
      u.requested_by, u.requester_id, u.team_id, u.site_id, u.region_id, u.decision_type, u.currency
    FROM authority_uses u LEFT JOIN authority_use_ends e ON e.id = u.id
    UNION ALL
    SELECT 'REQUEST', r.id, NULL, r.grant_id, r.minor, r.case_id, r.order_reference, r.customer_id, coalesce(r.requester_id, r.requested_by),
      r.requested_at, r.reason, CASE WHEN u.id IS NOT NULL THEN coalesce(e.minor, u.minor) END, NULL, NULL,
      r.requested_by, r.requester_id, r.team_id, r.site_id, r.region_id, r.decision_type, r.currency
    FROM authority_requests r LEFT JOIN authority_uses u ON u.request_id = r.id LEFT JOIN authority_use_ends e ON e.id = u.id
  ), seen AS (
    SELECT m.*, customer_root(m.customer_id) AS root, m.grant_id IN (SELECT id FROM series) AS is_of_series,
      m.at >= $4 AND ($5 = 'ALL' OR m.requested_by = $6 OR m.requester_id = $7 OR ($5 = 'TEAM' AND m.team_id = $8)
        OR ($5 = 'SITE' AND m.site_id = $9) OR ($5 = 'REGION' AND m.region_id = $10))
        AND ($11::text IS NULL OR m.site_id = $11) AND ($12::text IS NULL OR m.team_id = $12) AS is_asked
    FROM matters m WHERE m.decision_type = $2 AND m.currency = $3 AND m.at < $13
  ), entries AS (
    SELECT kind, id, request_id, is_of_series, is_asked, minor, case_id, order_reference, customer_id, root, authority_of, at, reason, counted FROM seen
    UNION ALL
    SELECT 'END', id, request_id, is_of_series, FALSE, end_minor, case_id, order_reference, customer_id, root, authority_of, ended_at, NULL, NULL
    FROM seen WHERE ended_at < $13
  )
  SELECT kind, id, request_id, coalesce(is_of_series, FALSE) AS is_of_series, coalesce(is_asked, FALSE) AS is_asked, minor::text, case_id, order_reference,
    customer_id, root, authority_of, (at AT TIME ZONE $14)::date - DATE '2000-01-01' AS day, reason, counted::text
  FROM entries ORDER BY at, CASE kind WHEN 'REQUEST' THEN 0 WHEN 'USE' THEN 1 ELSE 2 END, id LIMIT ${MAX_ENTRIES + 1}`;

interface Row {
  readonly kind: AuthorityEntry['kind'];
  readonly id: string;
  readonly request_id: string | null;
  readonly is_of_series: boolean;
  readonly is_asked: boolean;
  readonly minor: string;
  readonly case_id: string;
  readonly order_reference: string | null;
  readonly customer_id: string | null;
  readonly root: string | null;
  readonly authority_of: string;
  readonly day: number;
  readonly reason: string | null;
  readonly counted: string | null;
}

const entryOf = (row: Row): AuthorityEntry => ({
  ...{ kind: row.kind, id: row.id, requestId: row.request_id, isOfSeries: row.is_of_series, isAsked: row.is_asked },
  ...{ minor: BigInt(row.minor), caseId: row.case_id, orderReference: row.order_reference },
  ...{ customerId: row.customer_id, root: row.root, authorityOf: row.authority_of, day: row.day, reason: row.reason },
  counted: row.counted === null ? null : BigInt(row.counted),
});

/** Goes through all that is on record as it would have gone under other limits. Throws when there is too much of it. */
export async function tallyLimits(manager: EntityManager, asked: LimitQuestion): Promise<Tally> {
  const { grant, seenBy, from, until } = asked;
  const rows = await manager.query<Row[]>(ENTRIES, [
    ...[grant.id, grant.decisionType, grant.currency, from, seenBy.reach, seenBy.requestedBy, seenBy.requesterId],
    ...[seenBy.teamId, seenBy.siteId, seenBy.regionId, asked.siteId ?? null, asked.teamId ?? null, until],
    grant.timeZone,
  ]);
  if (rows.length > MAX_ENTRIES) throw new Error(`There are more than ${MAX_ENTRIES} entries up to then`);
  const tally = new Tally(grant.currency);
  for (const each of replayLimits(rows.map(entryOf), grant, asked.limits)) tally.add(each);
  return tally;
}

/** How many customers come off otherwise by a tally. */
export const customersOf = (manager: EntityManager, { changes }: Tally): Promise<number> =>
  countCustomers(
    manager,
    changes.flatMap(({ kind, customerId }) => (kind === 'UNJUDGED' || customerId === null ? [] : [customerId])),
  );
