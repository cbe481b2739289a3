import type { EntityManager } from 'typeorm';
import type { Actor } from '@courtesy/subgraph';
import type { LossPreventionSignalKind, LossPreventionSubjectKind } from '@courtesy/graph-types/policy';
import { withinReach } from '../authority-use/authority-use.store.ts';
import { authorityUseTable } from '../authority-use/authority-use.table.ts';
import { MIN_USES, type SubjectFacts } from './signals.ts';

/** Which refunds are looked at. */
export interface RefundsWanted {
  readonly subjectKind: LossPreventionSubjectKind;
  readonly from: Date;
  /** Exclusive. */
  readonly until: Date;
  readonly currency: string;
  readonly actor: Actor;
}

/** Everything of a use that is looked at, by the name it has in the SQL below. Nothing else of anybody reaches the signals. */
export const INPUTS = {
  id: 'm.id',
  customer: 'customer_root(m.customerId)',
  person: 'm.requesterId',
  order_reference: 'm.orderReference',
  amount: 'm.minor',
  counted: 'COALESCE(e.minor, m.minor)',
  reserved_at: 'm.reservedAt',
  allowed: 'g.perCase',
  alone: 'm.requestId IS NULL',
} as const;

const MONEY_OUT = `m.decisionType IN ('REFUND', 'COMPENSATION', 'GOODWILL') AND e.kind IS DISTINCT FROM 'VOIDED'`;

type Period = Pick<RefundsWanted, 'from' | 'until' | 'actor'>;

/** The uses of a period within the caller's reach that paid out, or still may. */
function uses(manager: EntityManager, { from, until, actor }: Period) {
  const found = manager
    .createQueryBuilder(authorityUseTable, 'm')
    .leftJoin('AuthorityUseEnd', 'e', 'e.id = m.id')
    .innerJoin('AuthorityGrant', 'g', 'g.id = m.grantId')
    .where(`m.reservedAt >= :from AND m.reservedAt < :until AND ${MONEY_OUT}`, { from, until });
  return withinReach(found, actor);
}

/** The currency that most of a caller's uses in a period are in; null when there are none. */
export async function usualCurrency(manager: EntityManager, period: Period): Promise<string | null> {
  const row = await uses(manager, period)
    .select('m.currency', 'currency')
    .groupBy('m.currency')
    .orderBy('count(*)', 'DESC')
    .addOrderBy('m.currency')
    .limit(1)
    .getRawOne<{ currency: string }>();
  return row?.currency ?? null;
}

/** The uses looked at, each marked with the signals it counts for, as SQL with its parameters. */
function marked(
  manager: EntityManager,
  wanted: RefundsWanted,
): { readonly sql: string; readonly parameters: unknown[] } {
  const looked = uses(manager, wanted).andWhere('m.currency = :currency', { currency: wanted.currency });
  looked.select([]);
  for (const [name, expression] of Object.entries(INPUTS)) looked.addSelect(expression, name);
  const [base, parameters] = looked.getQueryAndParameters();
  const [subject, other] = wanted.subjectKind === 'CUSTOMER' ? ['customer', 'person'] : ['person', 'customer'];
  const sql = `WITH uses AS (${base}),
    marked AS (
      SELECT id, ${subject} AS subject, counted, reserved_at,
        alone AND amount * 10 > allowed * 9 AS near,
        reserved_at - lag(reserved_at) OVER (PARTITION BY ${subject} ORDER BY reserved_at, id) <= interval '14 days' AS soon,
        ${other} IS NOT NULL AND count(*) OVER (PARTITION BY ${subject}, ${other}) >= 3 AS paired,
        alone AND (customer IS NOT NULL AND count(*) OVER to_customer > 1 AND sum(amount) OVER to_customer > allowed
          OR order_reference IS NOT NULL AND count(*) OVER to_order > 1 AND sum(amount) OVER to_order > allowed) AS split
      FROM uses WHERE ${subject} IS NOT NULL
      WINDOW
        to_customer AS (PARTITION BY person, customer ORDER BY reserved_at
          RANGE BETWEEN interval '1 day' PRECEDING AND interval '1 day' FOLLOWING),
        to_order AS (PARTITION BY person, order_reference ORDER BY reserved_at
          RANGE BETWEEN interval '1 day' PRECEDING AND interval '1 day' FOLLOWING)
    )`;
  return { sql, parameters };
}

interface FactsRow {
  readonly subject: string;
  readonly uses: number;
  readonly total: string;
  readonly soon: number;
  readonly near: number;
  readonly split: number;
  readonly paired: number;
}

/** What is counted of each subject with enough uses to be compared. */
export async function gatherFacts(manager: EntityManager, wanted: RefundsWanted): Promise<SubjectFacts[]> {
  const { sql, parameters } = marked(manager, wanted);
  const rows = await manager.query<FactsRow[]>(
    `${sql} SELECT subject, count(*)::integer AS uses, sum(counted)::text AS total,
       count(*) FILTER (WHERE soon)::integer AS soon, count(*) FILTER (WHERE near)::integer AS near,
       count(*) FILTER (WHERE split)::integer AS split, count(*) FILTER (WHERE paired)::integer AS paired
     FROM marked GROUP BY subject HAVING count(*) >= $${parameters.length + 1}`,
    [...parameters, MIN_USES[wanted.subjectKind]],
  );
  return rows.map((row) => ({
    subjectId: row.subject,
    uses: row.uses,
    totalMinor: BigInt(row.total),
    soonAfter: row.soon,
    justUnderLimit: row.near,
    split: row.split,
    repeatedPair: row.paired,
  }));
}

/** Ids of the uses behind each signal of a subject, latest first. */
export type Evidence = Readonly<Record<LossPreventionSignalKind, readonly string[]>>;

/** The most uses shown behind a signal. */
export const MAX_EVIDENCE = 25;

const latest = (mark: string) =>
  `COALESCE((array_agg(id ORDER BY reserved_at DESC, id DESC) FILTER (WHERE ${mark}))[1:${MAX_EVIDENCE}], '{}')`;

/** The uses behind the signals of some subjects. */
export async function gatherEvidence(
  manager: EntityManager,
  wanted: RefundsWanted,
  subjectIds: readonly string[],
): Promise<ReadonlyMap<string, Evidence>> {
  const { sql, parameters } = marked(manager, wanted);
  type Row = Record<'all' | 'soon' | 'near' | 'split' | 'paired', string[]> & { readonly subject: string };
  const rows = await manager.query<Row[]>(
    `${sql} SELECT subject, ${latest('TRUE')} AS all, ${latest('soon')} AS soon, ${latest('near')} AS near,
       ${latest('split')} AS split, ${latest('paired')} AS paired
     FROM marked WHERE subject = ANY ($${parameters.length + 1}) GROUP BY subject`,
    [...parameters, subjectIds],
  );
  return new Map(
    rows.map((row) => [
      row.subject,
      {
        REFUND_COUNT: row.all,
        REFUND_TOTAL: row.all,
        SOON_AFTER_ANOTHER: row.soon,
        JUST_UNDER_LIMIT: row.near,
        SPLIT: row.split,
        CONCENTRATION: row.paired,
      },
    ]),
  );
}
