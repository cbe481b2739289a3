import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import {
  applyFilter,
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type Filter,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, type Batch } from '@courtesy/subgraph';
import type { AuthorityDecisionType, AuthorityGrantFilter } from '@courtesy/graph-types/policy';
import type { AuthorityGrant, Party } from './authority-grant.ts';
import { authorityGrantTable } from './authority-grant.table.ts';
import type { Spent } from './standing.ts';

const latestFirst: KeysetOrder<AuthorityGrant> = { by: ['effectiveFrom', 'id'], direction: 'DESC' };

const filterFields: Readonly<Record<Exclude<keyof AuthorityGrantFilter, 'and' | 'or' | 'not'>, string>> = {
  decisionType: 'g.decisionType',
  role: 'g.role',
  person: 'g.personId',
  site: 'g.siteId',
  effectiveFrom: 'g.effectiveFrom',
  effectiveUntil: 'g.effectiveUntil',
};

/** Grants are for all staff: everybody may know who may decide what. */
const grants = (manager: EntityManager): SelectQueryBuilder<AuthorityGrant> =>
  manager.createQueryBuilder(authorityGrantTable, 'g');

const DATED = 'g.effectiveFrom <= :at AND (g.effectiveUntil IS NULL OR g.effectiveUntil > :at)';

/** A page of the grants, latest in force first. */
export function listGrants(
  manager: EntityManager,
  query: PageArgs & {
    readonly where?: AuthorityGrantFilter | null | undefined;
    readonly inForceAt?: Date | null | undefined;
    readonly now: Date;
  },
): Promise<Connection<AuthorityGrant>> {
  const listed = grants(manager);
  applyFilter(listed, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  if (query.inForceAt) listed.andWhere(DATED, { at: query.inForceAt });
  return readPage(listed, latestFirst, query);
}

/** Loads grants by id. */
export const grantsById = byId(({ db }) => grants(db.manager));

/** Loads, for each person, the grants in force at an instant that name them, those suspended by then left out. */
export const grantsOfPersons: Batch<readonly AuthorityGrant[], { readonly at: Date }> = async (
  { db },
  personIds,
  { at },
) => {
  const found = await grants(db.manager)
    .where('g.personId = ANY (:personIds)', { personIds })
    .andWhere(`${DATED} AND (g.suspendedAt IS NULL OR g.suspendedAt > :at)`, { at })
    .orderBy('g.id')
    .getMany();
  return personIds.map((id) => found.filter(({ personId }) => personId === id));
};

/** What {@link grantsDated} looks for. */
export interface GrantsWanted {
  readonly party: Omit<Party, 'subject'>;
  readonly at: Date;
  readonly decisionType?: AuthorityDecisionType;
  readonly currency?: string;
  /** Keeps them from being suspended or ended until the transaction ends. */
  readonly hold?: boolean;
}

/** The grants for somebody whose dates hold an instant, suspended ones too. */
export function grantsDated(manager: EntityManager, wanted: GrantsWanted): Promise<AuthorityGrant[]> {
  const { party, at, decisionType, currency, hold } = wanted;
  const found = grants(manager)
    .where(DATED, { at })
    .andWhere('(g.role IS NULL OR g.role = :role)', { role: party.role })
    .andWhere('(g.personId IS NULL OR g.personId = :personId)', { personId: party.personId })
    .andWhere('(g.siteId IS NULL OR g.siteId = :siteId)', { siteId: party.siteId })
    .orderBy('g.id');
  if (decisionType) found.andWhere('g.decisionType = :decisionType', { decisionType });
  if (currency) found.andWhere('g.currency = :currency', { currency });
  if (hold) found.setLock('pessimistic_read');
  return found.getMany();
}

/** At most twenty grants in force and not suspended that let one case have at least an amount, the smallest first. */
export function grantsOfAtLeast(
  manager: EntityManager,
  wanted: {
    readonly decisionType: AuthorityDecisionType;
    readonly currency: string;
    readonly minor: bigint;
    readonly at: Date;
  },
): Promise<AuthorityGrant[]> {
  return grants(manager)
    .where(`${DATED} AND g.suspendedAt IS NULL`, { at: wanted.at })
    .andWhere('g.decisionType = :decisionType AND g.currency = :currency', wanted)
    .andWhere('g.perCase >= :minor', { minor: String(wanted.minor) })
    .orderBy('g.perCase')
    .addOrderBy('g.id')
    .limit(20)
    .getMany();
}

/** On what, and under whose authority, {@link spentUnder} adds up. */
export interface SpentOn {
  readonly caseId: string | null;
  readonly orderReference: string | null;
  readonly customerId: string | null;
  /** The key of the holder; see `keyOf`. */
  readonly authorityOf: string | null;
  readonly at: Date;
}

const SPENT = `
  SELECT g.id,
    COALESCE(SUM(u.counted) FILTER (WHERE u.case_id = $2), 0)::text AS on_case,
    COALESCE(SUM(u.counted) FILTER (WHERE u.order_reference = $3), 0)::text AS on_order,
    COALESCE(SUM(u.counted) FILTER (WHERE u.customer_id = ANY (customer_family($4))
      AND (u.reserved_at AT TIME ZONE g.time_zone)::date > ($6::timestamptz AT TIME ZONE g.time_zone)::date - g.customer_days), 0)::text AS on_customer,
    COALESCE(SUM(u.counted) FILTER (WHERE u.authority_of = $5
      AND (u.reserved_at AT TIME ZONE g.time_zone)::date = ($6::timestamptz AT TIME ZONE g.time_zone)::date), 0)::text AS on_day
  FROM authority_grants g LEFT JOIN (
    SELECT each.*, COALESCE(e.minor, each.minor) AS counted
    FROM authority_uses each LEFT JOIN authority_use_ends e ON e.id = each.id
    WHERE each.case_id = $2 OR each.order_reference = $3 OR each.customer_id = ANY (customer_family($4))
      OR (each.authority_of = $5 AND each.reserved_at BETWEEN $6::timestamptz - interval '2 days' AND $6::timestamptz + interval '2 days')
  ) u ON u.decision_type = g.decision_type AND u.currency = g.currency
  WHERE g.id = ANY ($1) GROUP BY g.id`;

/** What was decided already, as each grant counts it: its decision type, currency, days and zone. */
export async function spentUnder(
  manager: EntityManager,
  grantIds: readonly string[],
  on: SpentOn,
): Promise<ReadonlyMap<string, Spent>> {
  if (grantIds.length === 0) return new Map();
  type Row = Record<'id' | 'on_case' | 'on_order' | 'on_customer' | 'on_day', string>;
  const rows = await manager.query<Row[]>(SPENT, [
    grantIds,
    on.caseId,
    on.orderReference,
    on.customerId,
    on.authorityOf,
    on.at,
  ]);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        onCase: BigInt(row.on_case),
        onOrder: BigInt(row.on_order),
        onCustomer: BigInt(row.on_customer),
        onDay: BigInt(row.on_day),
      },
    ]),
  );
}

/** Keeps everyone else out of what these words stand for until the transaction ends; in one order, so that no two wait for each other. */
export async function lockWords(manager: EntityManager, words: readonly string[]): Promise<void> {
  for (const word of [...new Set(words)].sort())
    await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [word]);
}

/** One grant, read on this connection. */
export function findGrant(manager: EntityManager, id: string): Promise<AuthorityGrant | null> {
  return grants(manager).where({ id }).getOne();
}

/** One grant as it stands, locked until the transaction ends. */
export function lockGrant(manager: EntityManager, id: string): Promise<AuthorityGrant | null> {
  return grants(manager).where({ id }).setLock('pessimistic_write').getOne();
}

/** The last grant of a series, locked; those left out that were ended before they ever held. */
export function lockLatest(manager: EntityManager, of: AuthorityGrant): Promise<AuthorityGrant | null> {
  return grants(manager)
    .where('g.decisionType = :decisionType AND g.currency = :currency', of)
    .andWhere('g.role IS NOT DISTINCT FROM :role', of)
    .andWhere('g.personId IS NOT DISTINCT FROM :personId', of)
    .andWhere('g.siteId IS NOT DISTINCT FROM :siteId', of)
    .andWhere('(g.effectiveUntil IS NULL OR g.effectiveUntil > g.effectiveFrom)')
    .orderBy('g.effectiveFrom', 'DESC')
    .limit(1)
    .setLock('pessimistic_write')
    .getOne();
}

/** Adds a grant to a series that the caller has locked. */
export async function addGrant(manager: EntityManager, grant: AuthorityGrant): Promise<void> {
  await insertRows(manager, authorityGrantTable, [grant]);
}

/** Saves how a grant that the caller has locked was suspended, resumed or ended. Nothing else of a grant ever changes. */
export async function saveGrant(manager: EntityManager, grant: AuthorityGrant): Promise<void> {
  const { id, effectiveUntil, suspendedAt, suspensionReason, revokedAt, revocationReason, version } = grant;
  const changed = { id, effectiveUntil, suspendedAt, suspensionReason, revokedAt, revocationReason, version };
  await updateRows(manager, authorityGrantTable, [changed]);
}
