import type { EntityManager } from 'typeorm';
import type { Actor, Context } from '@courtesy/subgraph';
import type { DayItemKind } from '@courtesy/graph-types/metrics';
import { visibleLines } from '../budget/line.store.ts';
import type { Idea } from '../idea/idea.ts';
import { insightTable } from '../insight/insight.table.ts';
import { reportingDay, reportingZone } from '../metric/reporting-day.ts';
import { monthOf } from '../budget/budget-line.ts';
import { latestChecksOf, visibleTargets } from '../target/target.store.ts';
import type { OpenThing } from './day-item.ts';
import { DAY } from './matter.ts';
import { openIdea, openInsight, openLine, openReading, openTarget, type UnreadThing } from './open-figure.ts';
import { openMatter, type ReadMatter } from './open-matter.ts';

/** How many open things of one kind are weighed at most: those due first. */
const MAX_OF_A_KIND = 500;
/** How long a target that was missed is worth a word, in milliseconds. */
const MISSED_MS = 14 * DAY;

/** What a caller needs to clear something of a kind. Nobody is told of what is for others to clear. */
const NEEDED: Readonly<Record<DayItemKind, string>> = {
  INCIDENT: 'case:write',
  CLOCK: 'case:write',
  ESCALATION: 'casework:read',
  STAFFING_GAP: 'roster:write',
  PROMISE: 'customer:write',
  PAYOUT: 'case:write',
  APPROVAL: 'case:write',
  TASK: 'case:write',
  DISPUTE: 'quality:write',
  BUDGET_LINE: 'budget:write',
  CONTRACT: 'policy:write',
  CERTIFICATE: 'training:write',
  READING: 'policy:read',
  TARGET: 'metric:write',
  SHIFT_SWAP: 'roster:write',
  LEAVE: 'workforce:write',
  ACTION_ITEM: 'meeting:write',
  IDEA: 'improvement:write',
  INSIGHT: 'improvement:write',
};

/** The kinds that a caller can clear something of. */
const kindsFor = ({ scopes }: Actor, wanted: readonly DayItemKind[] | null): ReadonlySet<DayItemKind> =>
  new Set(
    (Object.keys(NEEDED) as DayItemKind[]).filter(
      (kind) => scopes.includes(NEEDED[kind]) && (wanted === null || wanted.includes(kind)),
    ),
  );

/** Whether a place lies within a caller's reach, as SQL over the aliases `site`, `team` and `person` of `p`; $1 to $4 are the caller's person, team, site and region. */
function reachOf({ reach }: Actor): string {
  switch (reach) {
    case 'ALL':
      return 'TRUE';
    case 'REGION':
      return 'p.site IN (SELECT id FROM site_copy WHERE region_id = $4)';
    case 'SITE':
      return 'p.site = $3';
    case 'TEAM':
      return '(p.team = $2 OR p.person = $1)';
    case 'OWN':
      return 'p.person = $1';
  }
}

const placeOf = ({ personId, teamId, siteId, regionId }: Actor) =>
  [personId, teamId, siteId, regionId].map((id) => id ?? null);

/** The roles for whose people a caller may approve: their own and every lower one. */
function rolesUpTo({ role }: Actor): string[] {
  const ranks = ['LEAD', 'MANAGER', 'REGIONAL'];
  return ranks.slice(0, ranks.indexOf(role) + 1);
}

/**
 * Whether the grant that decides covers an amount, by what it allows for one case: of those for the caller the one that names them most narrowly.
 * What was decided under it already is weighed when the approval is given.
 */
const COVERED = `EXISTS (
  SELECT 1 FROM unnest(CASE m.detail WHEN 'REFUND' THEN ARRAY['REFUND'] ELSE ARRAY['COMPENSATION', 'GOODWILL'] END) AS t (type),
  LATERAL (SELECT g.per_case_minor >= m.amount_minor AND NOT g.is_suspended AS covers FROM day_authority g
    WHERE g.decision_type = t.type AND g.currency = m.currency AND g.effective_from <= $5
      AND (g.effective_until IS NULL OR g.effective_until > $5) AND (g.person_id IS NULL OR g.person_id = $1)
      AND (g.role IS NULL OR g.role = COALESCE((SELECT role FROM staff_copy WHERE id = $1), $8))
      AND (g.site_id IS NULL OR g.site_id = COALESCE((SELECT site_id FROM staff_copy WHERE id = $1), $3))
    ORDER BY (g.person_id IS NOT NULL)::integer * 4 + (g.site_id IS NOT NULL)::integer * 2 + (g.role IS NOT NULL)::integer DESC
    LIMIT 1) decides WHERE decides.covers)`;

/** Says of what type they are, also where a reach asks for none of them. */
const CALLER = 'caller AS (SELECT $1::text, $2::text, $3::text, $4::text)';

const matters = (actor: Actor) => `
  WITH ${CALLER}
  SELECT * FROM (
    SELECT m.id, m.kind, m.subject_id AS "subjectId", m.case_id AS "caseId", m.site_id AS "siteId", m.team_id AS "teamId",
      m.person_id AS "personId", m.for_person_id AS "forPersonId", m.other_id AS "otherId", m.detail,
      m.amount_minor AS "amountMinor", m.currency, m.wanted, m.found, m.raised_at AS "raisedAt",
      LEAST(m.due_at, s.at) AS "dueAt", m.over_at AS "overAt", c.subject_id AS "complaintId", c.detail AS "complaintStep",
      row_number() OVER (PARTITION BY m.kind ORDER BY LEAST(m.due_at, s.at), m.id) AS place
    FROM day_matter m
    LEFT JOIN case_fact f ON f.case_id = m.case_id
    LEFT JOIN staff_copy w ON w.id = COALESCE(m.person_id, f.assignee_id)
    LEFT JOIN team_copy t ON t.id = COALESCE(m.team_id, f.team_id)
    LEFT JOIN day_matter c ON m.kind = 'CLOCK' AND c.id = 'COMPLAINT:' || m.case_id
    LEFT JOIN activity_fact s ON m.kind = 'SHIFT_SWAP' AND s.id = m.other_id
    CROSS JOIN LATERAL (SELECT COALESCE(m.site_id, f.site_id, t.site_id, w.site_id) AS site,
      COALESCE(m.team_id, f.team_id, w.team_id) AS team, COALESCE(m.person_id, f.assignee_id) AS person) p
    WHERE m.kind = ANY ($6) AND m.risk_at <= $5 AND (m.over_at IS NULL OR m.over_at > $5)
      AND NOT COALESCE(jsonb_exists(m.barred_ids, $1), FALSE)
      AND (m.for_person_id = $1 OR (m.for_person_id IS NULL AND (m.for_role IS NULL OR m.for_role = ANY ($7))
        AND (m.is_everywhere OR ${reachOf(actor)})))
      AND (m.kind <> 'PAYOUT' OR ${COVERED})
  ) open WHERE place <= ${MAX_OF_A_KIND} ORDER BY "dueAt", id`;

type MatterRow = Omit<ReadMatter, 'amountMinor' | 'owed'> & {
  readonly amountMinor: string | null;
  readonly complaintId: string | null;
  readonly complaintStep: string | null;
};

async function openMatters({ db, actor, now }: Context, kinds: ReadonlySet<DayItemKind>): Promise<OpenThing[]> {
  const at = now();
  const rows = await db.manager.query<MatterRow[]>(matters(actor), [
    ...placeOf(actor),
    ...[at, [...kinds], rolesUpTo(actor), actor.role],
  ]);
  return rows.map(({ amountMinor, complaintId, complaintStep, ...row }) => {
    const owed = complaintId === null ? null : { id: complaintId, step: complaintStep ?? '' };
    return openMatter({ ...row, amountMinor: amountMinor === null ? null : BigInt(amountMinor), owed }, at);
  });
}

const readings = (actor: Actor) => `
  WITH ${CALLER}, holding AS (
    SELECT DISTINCT ON (r.subject_id) r.* FROM day_reading r
    WHERE r.live_from <= $5 AND (r.live_until IS NULL OR r.live_until > r.live_from)
    ORDER BY r.subject_id, r.number DESC
  )
  SELECT v.id, v.kind, v.title, v.number, v.has_quiz AS "hasQuiz", v.live_from AS "liveFrom", count(*)::integer AS people,
    (array_agg(p.person ORDER BY p.person))[1:26] AS "personIds", COALESCE(bool_or(p.person = $1), FALSE) AS "isMine"
  FROM holding v JOIN day_audience a ON a.id = v.audience_id
  JOIN (SELECT id AS person, team_id AS team, site_id AS site, role FROM staff_copy WHERE left_at IS NULL) p
    ON (a.roles = '[]' OR jsonb_exists(a.roles, p.role)) AND (a.site_ids = '[]' OR jsonb_exists(a.site_ids, p.site))
  WHERE (v.live_until IS NULL OR v.live_until > $5)
    AND NOT EXISTS (SELECT 1 FROM day_reader d WHERE d.id = v.id || ':' || p.person)
    AND (p.person = $1 OR ($6 AND v.kind = 'POLICY' AND ${reachOf(actor)}))
  GROUP BY v.id, v.kind, v.title, v.number, v.has_quiz, v.live_from ORDER BY v.live_from, v.id LIMIT ${MAX_OF_A_KIND}`;

/** What people have not read that holds: policies of everybody whom the caller may put on record, bulletins and briefs of the caller alone. */
async function openReadings({ db, actor, now }: Context): Promise<OpenThing[]> {
  const [at, mayBrief] = [now(), actor.scopes.includes('policy:write')];
  const rows = await db.manager.query<UnreadThing[]>(readings(actor), [...placeOf(actor), at, mayBrief]);
  return rows.map((row) => openReading(row, actor.personId ?? null, at));
}

/** The lines of budgets that are planned under, of this month and later, whose use has come to their threshold. */
async function openLines({ db, actor, now, config }: Context): Promise<OpenThing[]> {
  const today = reportingDay(now(), reportingZone(config));
  const lines = await visibleLines(db.manager, actor)
    .andWhere('l.month >= :month', { month: monthOf(today) })
    .andWhere('l.committedMinor + l.actualMinor > 0')
    .andWhere('(l.committedMinor + l.actualMinor) * 100 >= l.plannedMinor * l.thresholdPercent')
    .andWhere(`EXISTS (SELECT 1 FROM budgets b WHERE b.id = l.budget_id AND b.status = 'OPEN')`)
    .orderBy('l.month')
    .addOrderBy('l.id')
    .limit(MAX_OF_A_KIND)
    .getMany();
  return lines.map((line) => openLine(line, today));
}

/** How each target stood when it was looked at last. */
const latestStatus = `(SELECT k.status FROM target_checks k WHERE k.target_id = t.id ORDER BY k.number DESC LIMIT 1)`;

async function openTargets(manager: EntityManager, actor: Actor, at: Date): Promise<OpenThing[]> {
  const since = new Date(at.getTime() - MISSED_MS).toISOString().slice(0, 10);
  const targets = await visibleTargets(manager, actor)
    .andWhere('t.withdrawnAt IS NULL AND t.to >= :since', { since })
    // Nobody gives themselves something else to reach.
    .andWhere('t.personId IS DISTINCT FROM :me')
    .andWhere(`${latestStatus} IN ('AT_RISK', 'MISSED')`)
    .orderBy('t.to')
    .addOrderBy('t.id')
    .limit(MAX_OF_A_KIND)
    .getMany();
  const checks = await latestChecksOf(
    manager,
    targets.map(({ id }) => id),
  );
  return targets.flatMap((target) => {
    const check = checks.get(target.id);
    return check ? [openTarget(target, check)] : [];
  });
}

/** How long before an answer is due it is worth a word, in milliseconds. */
const ANSWER_SOON_MS = 3 * DAY;
const soon = (at: Date) => new Date(at.getTime() + ANSWER_SOON_MS);

/** Ideas of people within the caller's reach, but for their own, that await an answer. */
async function openIdeas({ db, actor, now }: Context): Promise<OpenThing[]> {
  const at = now();
  const rows = await db.manager.query<Idea[]>(
    `WITH ${CALLER} SELECT i.id, i.title, i.suggested_at AS "suggestedAt", i.answer_by AS "answerBy" FROM ideas i LEFT JOIN staff_copy w ON w.id = i.suggested_by_id
     CROSS JOIN LATERAL (SELECT i.suggested_by_id AS person, w.team_id AS team, w.site_id AS site) p
     WHERE i.answered_at IS NULL AND i.answer_by <= $5 AND i.suggested_by_id IS DISTINCT FROM $1 AND ${reachOf(actor)}
     ORDER BY i.answer_by, i.id LIMIT ${MAX_OF_A_KIND}`,
    [...placeOf(actor), soon(at)],
  );
  return rows.map((row) => openIdea(row, at));
}

/** What the caller asked departments to decide. */
async function openInsights({ db, actor, now }: Context): Promise<OpenThing[]> {
  const at = now();
  const insights = await db.manager
    .createQueryBuilder(insightTable, 'n')
    .where('n.answeredAt IS NULL AND n.raisedById = :me AND n.answerBy <= :soon', {
      ...{ me: actor.personId ?? null, soon: soon(at) },
    })
    .orderBy('n.answerBy')
    .addOrderBy('n.id')
    .limit(MAX_OF_A_KIND)
    .getMany();
  return insights.map((insight) => openInsight(insight, at));
}

/** Everything open that the caller can clear, of these kinds or of all: in seven statements, however much there is. */
export async function readOpen(context: Context, wanted: readonly DayItemKind[] | null): Promise<OpenThing[]> {
  const kinds = kindsFor(context.actor, wanted);
  const { db, actor, now } = context;
  return [
    ...(await openMatters(context, kinds)),
    ...(kinds.has('READING') ? await openReadings(context) : []),
    ...(kinds.has('BUDGET_LINE') ? await openLines(context) : []),
    ...(kinds.has('TARGET') ? await openTargets(db.manager, actor, now()) : []),
    ...(kinds.has('IDEA') ? await openIdeas(context) : []),
    ...(kinds.has('INSIGHT') ? await openInsights(context) : []),
  ];
}
