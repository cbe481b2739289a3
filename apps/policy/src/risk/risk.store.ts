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
import { byId, nestedPages } from '@courtesy/subgraph';
import type { RiskBasis, ServiceRiskFilter, ServiceRiskOrder } from '@courtesy/graph-types/policy';
import type { RiskReview, ServiceRisk } from './risk.ts';
import { riskReviewTable, riskTable } from './risk.table.ts';
import { LEVELS, SCALE, type Rating } from './scoring.ts';

const newestFirst: KeysetOrder<ServiceRisk> = { by: ['id'], direction: 'DESC' };
const orders: Readonly<Record<ServiceRiskOrder, KeysetOrder<ServiceRisk>>> = {
  HIGHEST_FIRST: { by: ['residualScore', 'id'], direction: 'DESC' },
  REVIEW_DUE_FIRST: { by: ['reviewDueAt', 'id'], direction: 'ASC' },
  NEWEST_FIRST: newestFirst,
};

// The same bounds as in the domain, for lists.
const levelOf = (score: string) =>
  `(CASE ${LEVELS.toReversed()
    .map(({ level, from }) => `WHEN ${score} >= ${from} THEN '${level}'`)
    .join(' ')} END)`;
const firstScoreOf = (level: string) =>
  `(CASE ${LEVELS.map((each, rank) => `WHEN ${level} = '${each.level}' THEN ${LEVELS[rank + 1]?.from ?? 26}`).join(' ')} END)`;

const filterFields: Readonly<Record<Exclude<keyof ServiceRiskFilter, 'and' | 'or' | 'not'>, string>> = {
  title: 'k.title',
  category: 'k.category',
  owner: 'k.ownerId',
  level: levelOf('k.residualScore'),
  inherentLevel: levelOf('(k.inherentLikelihood * k.inherentImpact)'),
  isAboveAppetite: `(k.residualScore >= ${firstScoreOf('k.appetite')})`,
  status: `(CASE WHEN k.standing = 'ACCEPTED' AND k.acceptedUntil <= :now THEN 'OPEN' ELSE k.standing END)`,
  reviewDueAt: 'k.reviewDueAt',
};

/** Risks are for all staff: nothing narrows them beyond `policy:read`. */
const risks = (manager: EntityManager): SelectQueryBuilder<ServiceRisk> => manager.createQueryBuilder(riskTable, 'k');

interface Asked {
  readonly where?: ServiceRiskFilter | null | undefined;
  readonly now: Date;
}

function filtered(manager: EntityManager, { where, now }: Asked): SelectQueryBuilder<ServiceRisk> {
  const listed = risks(manager).setParameters({ now });
  applyFilter(listed, where as Filter | null | undefined, { fields: filterFields, now });
  return listed;
}

/** A page of the risks. */
export const listRisks = (
  manager: EntityManager,
  query: PageArgs & Asked & { readonly orderBy?: ServiceRiskOrder | null | undefined },
): Promise<Connection<ServiceRisk>> =>
  readPage(filtered(manager, query), orders[query.orderBy ?? 'HIGHEST_FIRST'], query);

/** A page of the risks, those left out that are closed, that are to be looked at again by an instant; the one due first at the top. */
export const listDueForReview = (
  manager: EntityManager,
  query: PageArgs & { readonly until: Date },
): Promise<Connection<ServiceRisk>> =>
  readPage(
    risks(manager).where(`k.standing <> 'CLOSED' AND k.reviewDueAt <= :until`, { until: query.until }),
    orders.REVIEW_DUE_FIRST,
    query,
  );

/** How many risks are rated how. */
export interface MatrixCell {
  readonly rating: Rating;
  readonly count: number;
}

const STEPS = Array.from({ length: SCALE.most }, (_, i) => i + SCALE.least);

/** Every cell of the matrix, by likelihood and then by impact; those left out that are closed. */
export async function countMatrix(
  manager: EntityManager,
  query: Asked & { readonly basis: RiskBasis },
): Promise<MatrixCell[]> {
  const [likelihood, impact] =
    query.basis === 'INHERENT'
      ? ['k.inherentLikelihood', 'k.inherentImpact']
      : ['k.residualLikelihood', 'k.residualImpact'];
  const rows = await filtered(manager, query)
    .andWhere(`k.standing <> 'CLOSED'`)
    .select(likelihood, 'likelihood')
    .addSelect(impact, 'impact')
    .addSelect('count(*)::integer', 'count')
    .groupBy(likelihood)
    .addGroupBy(impact)
    .getRawMany<Rating & { readonly count: number }>();
  const counts = new Map(rows.map((row) => [`${row.likelihood}/${row.impact}`, row.count]));
  return STEPS.flatMap((each) =>
    STEPS.map((grave) => ({
      rating: { likelihood: each, impact: grave },
      count: counts.get(`${each}/${grave}`) ?? 0,
    })),
  );
}

/** Loads risks by id. */
export const risksById = byId(({ db }) => risks(db.manager));

/** The pages of the risks that policies have to do with, by themselves or through a control that is not retired; the last first. */
export const risksOfPolicies = nestedPages<ServiceRisk>({
  rows: ({ db }) => risks(db.manager),
  of: (policy) => {
    const named = `jsonb_build_array(jsonb_build_object('policyId', ${policy}))`;
    return `k.id IN (
      SELECT direct.id FROM risks AS direct WHERE direct.policies @> ${named}
      UNION SELECT c.risk_id FROM risk_controls AS c WHERE c.policies @> ${named} AND c.retired_at IS NULL)`;
  },
  order: newestFirst,
});

const reviews = (manager: EntityManager) => manager.createQueryBuilder(riskReviewTable, 'r');

/** Loads reviews by id. */
export const riskReviewsById = byId(({ db }) => reviews(db.manager));

/** The pages of the reviews of risks, the last first. */
export const riskReviewPages = nestedPages<RiskReview>({
  rows: ({ db }) => reviews(db.manager),
  of: 'riskId',
  order: { by: ['number'], direction: 'DESC' },
});

/** One risk as it stands, locked until the transaction ends. */
export function lockRisk(manager: EntityManager, id: string): Promise<ServiceRisk | null> {
  return risks(manager).where({ id }).setLock('pessimistic_write').getOne();
}

/** Adds a risk. */
export async function addRisk(manager: EntityManager, risk: ServiceRisk): Promise<void> {
  await insertRows(manager, riskTable, [risk]);
}

/** Overwrites a risk that the caller has locked. When it was identified never changes. */
export async function saveRisk(manager: EntityManager, { identifiedAt: _, ...risk }: ServiceRisk): Promise<void> {
  await updateRows(manager, riskTable, [risk]);
}

/** Adds a review. */
export async function addRiskReview(manager: EntityManager, review: RiskReview): Promise<void> {
  await insertRows(manager, riskReviewTable, [review]);
}
