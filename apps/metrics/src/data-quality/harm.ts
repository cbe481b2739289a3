import type { DataQualityKind } from '@courtesy/graph-types/metrics';
import { kinds, type JudgedFacts } from './data-quality-rule.ts';

/**
 * When a fact `f` breaks a rule `r` of each kind, as SQL over what metrics keep. Each is of what the fact itself says, or of something that the fact
 * does not outlive: what is told later judges anew all facts that it touches, see the reaction.
 */
const harmful: Readonly<Record<DataQualityKind, string>> = {
  CASE_WITHOUT_CATEGORY: 'f.product IS NULL AND f.issue IS NULL',
  CASE_WITHOUT_SITE: 'f.site_id IS NULL',
  CASE_ANSWERED_BEFORE_OPENED: 'f.resolved_at < f.opened_at',
  // The one that came first is in order; merging the second into it mends it.
  CASE_TAKEN_TWICE: `f.survivor_id IS NULL AND f.split_from IS NULL AND EXISTS (SELECT 1 FROM case_fact e
    WHERE e.opened_at = f.opened_at AND e.customer_id = f.customer_id AND e.case_id < f.case_id AND e.split_from IS NULL AND e.survivor_id IS NULL
      AND (e.type, e.product, e.sub_product, e.issue, e.sub_issue) IS NOT DISTINCT FROM (f.type, f.product, f.sub_product, f.issue, f.sub_issue))`,
  CONTACT_OF_NOBODY: 'f.case_id IS NULL AND f.customer_id IS NULL',
  CONTACT_TOO_LONG: 'GREATEST(f.handle_ms, f.wait_ms) > r.limit_ms',
  CONTACT_AFTER_LEAVING: 'NOT f.is_automatic AND f.at > (SELECT s.left_at FROM staff_copy s WHERE s.id = f.person_id)',
  CONTACT_BEFORE_CASE: `f.at < (SELECT o.opened_at - r.limit_ms * interval '1 millisecond' FROM case_fact o WHERE o.case_id = f.case_id)`,
};

/** Where the facts are that rules are about. */
const places = {
  CASES: { table: 'case_fact', id: 'f.case_id', isOne: 'TRUE', person: 'f.assignee_id' },
  CONTACTS: { table: 'activity_fact', id: 'f.id', isOne: `f.kind = 'CONTACT'`, person: 'f.person_id' },
} as const;

/**
 * The ids to look at for those that changed (`$1`). A case that comes, goes into another, or is split off may make a twin of others of its customer.
 */
const lookedAt: Readonly<Record<JudgedFacts, string>> = {
  CASES: `SELECT unnest($1::text[]) AS id UNION SELECT t.case_id FROM case_fact n JOIN case_fact t
    ON t.opened_at = n.opened_at AND t.customer_id = n.customer_id WHERE n.case_id = ANY ($1)`,
  CONTACTS: 'SELECT unnest($1::text[]) AS id',
};

const harmOf = (facts: JudgedFacts): string =>
  `CASE r.kind ${Object.entries(harmful)
    .filter(([kind]) => kinds[kind as DataQualityKind].facts === facts)
    .map(([kind, sql]) => `WHEN '${kind}' THEN (${sql})`)
    .join(' ')} ELSE FALSE END`;

/** Which facts and rules a judgement is of: the facts whose ids are `$1` by every rule that holds, or all facts by the rule whose id is `$1`. */
export type Judgement = 'CHANGED' | 'ALL';

/**
 * Judges facts as they are known now, at `$2`, in one statement: what stands no more is resolved, what stands still keeps up with where the fact
 * belongs, and what is new is answered, to be written down.
 */
export function judgeSql(facts: JudgedFacts, of: Judgement): string {
  const { table, id, isOne, person } = places[facts];
  const isAll = of === 'ALL';
  const named = isAll ? 'TRUE' : `${id} IN (SELECT id FROM looked)`;
  const rule = isAll ? 'r.id = $1' : `r.facts = '${facts}' AND r.retired_at IS NULL`;
  const judged = isAll ? 'd.rule_id = $1' : `d.facts = '${facts}' AND d.record_id IN (SELECT id FROM looked)`;
  return `
    WITH looked AS MATERIALIZED (${isAll ? 'SELECT NULL::text AS id' : lookedAt[facts]}),
    harmed AS MATERIALIZED (
      SELECT r.id AS rule_id, r.version, ${id} AS record_id, f.site_id, f.team_id, ${person} AS person_id
      FROM data_quality_rules r CROSS JOIN ${table} f WHERE ${rule} AND ${isOne} AND ${named} AND ${harmOf(facts)}
    ),
    mended AS (
      UPDATE data_quality_findings d SET resolved_at = GREATEST($2::timestamptz, d.found_at)
      WHERE d.resolved_at IS NULL AND ${judged}
        AND NOT EXISTS (SELECT 1 FROM harmed h WHERE h.rule_id = d.rule_id AND h.record_id = d.record_id)
    ),
    moved AS (
      UPDATE data_quality_findings d SET site_id = h.site_id, team_id = h.team_id, person_id = h.person_id
      FROM harmed h WHERE d.resolved_at IS NULL AND h.rule_id = d.rule_id AND h.record_id = d.record_id
        AND (d.site_id, d.team_id, d.person_id) IS DISTINCT FROM (h.site_id, h.team_id, h.person_id)
    )
    SELECT h.rule_id AS "ruleId", h.version AS "ruleVersion", h.record_id AS "recordId", h.site_id AS "siteId", h.team_id AS "teamId",
           h.person_id AS "personId"
    FROM harmed h WHERE NOT EXISTS (SELECT 1 FROM data_quality_findings d
      WHERE d.resolved_at IS NULL AND d.rule_id = h.rule_id AND d.record_id = h.record_id)`;
}

/** That a finding `d` stood at an instant: that of `asOf`, or now. */
export const standsAt = (asOf: string | null): string =>
  asOf === null
    ? 'd.resolved_at IS NULL AND d.waived_at IS NULL'
    : `d.found_at <= ${asOf} AND (d.resolved_at IS NULL OR d.resolved_at > ${asOf}) AND (d.waived_at IS NULL OR d.waived_at > ${asOf})`;
