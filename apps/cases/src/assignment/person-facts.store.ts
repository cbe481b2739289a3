import type { EntityManager } from 'typeorm';
import type { Channel } from '@courtesy/graph-types/cases';
import type { PersonFacts } from './candidate.ts';

interface PersonRow {
  readonly person_id: string;
  readonly role: string;
  readonly team_id: string | null;
  readonly is_on_shift: boolean;
  readonly is_on_leave: boolean;
  readonly presence: string | null;
  readonly percent: number;
  readonly skills: Readonly<Record<string, number>> | null;
  readonly used: number;
  readonly is_blocked: boolean;
  readonly by_hand: readonly Channel[] | null;
  readonly given: number;
  readonly last_given_at: Date | null;
}

/** What people have in hand: cases that are theirs and wait for nobody else, and offers that are open. `weight` is null for what came by no queue. */
const IN_HAND = `
  SELECT c.channel, given.weight, given.is_exclusive FROM cases c
  LEFT JOIN LATERAL (
    SELECT a.weight, a.is_exclusive FROM assignments a
    WHERE a.case_id = c.id AND a.person_id = p.id AND a.status = 'ACCEPTED' ORDER BY a.offered_at DESC, a.id DESC LIMIT 1
  ) AS given ON true
  WHERE c.assignee_id = p.id AND c.status IN ('NEW', 'OPEN')
  UNION ALL
  SELECT a.channel, a.weight, a.is_exclusive FROM assignments a WHERE a.person_id = p.id AND a.status = 'OFFERED'`;

const FACTS = `
  SELECT p.id AS person_id, p.role, p.team_id, shift.starts_at IS NOT NULL AS is_on_shift, here.presence,
    EXISTS (SELECT 1 FROM leave_copy l WHERE l.person_id = p.id AND l.status = 'APPROVED' AND l.from_at <= $2 AND l.until_at > $2) AS is_on_leave,
    coalesce((
      SELECT (step ->> 'percent')::integer FROM working_capacity_copy w CROSS JOIN LATERAL jsonb_array_elements(w.steps) AS step
      WHERE w.person_id = p.id AND (step ->> 'from')::timestamptz <= $2 ORDER BY (step ->> 'from')::timestamptz DESC LIMIT 1), 100) AS percent,
    (SELECT jsonb_object_agg(k.key, s.level) FROM person_skill_copy s JOIN skill_copy k ON k.id = s.skill_id
     WHERE s.person_id = p.id AND s.since_at <= $2 AND (s.valid_until IS NULL OR s.valid_until > $2)) AS skills,
    coalesce(hand.used, 0)::integer AS used, coalesce(hand.is_blocked, false) AS is_blocked, hand.by_hand,
    today.given::integer AS given, today.last_given_at
  FROM person_copy p
  LEFT JOIN presence_copy here ON here.person_id = p.id
  LEFT JOIN LATERAL (
    SELECT max(s.starts_at) AS starts_at FROM shift_copy s
    WHERE s.person_id = p.id AND NOT s.cancelled AND s.starts_at <= $2 AND s.ends_at > $2
  ) AS shift ON true
  LEFT JOIN LATERAL (
    SELECT sum(weight) AS used, bool_or(is_exclusive) AS is_blocked, jsonb_agg(channel ORDER BY channel) FILTER (WHERE weight IS NULL) AS by_hand
    FROM (${IN_HAND}) AS held
  ) AS hand ON true
  CROSS JOIN LATERAL (
    SELECT count(*) AS given, max(a.offered_at) AS last_given_at FROM assignments a
    WHERE a.person_id = p.id AND a.status IN ('OFFERED', 'ACCEPTED')
      AND a.offered_at >= coalesce(shift.starts_at, date_trunc('day', $2::timestamptz, 'UTC'))
  ) AS today
  WHERE p.team_id = ANY ($1) AND p.left_at IS NULL
  ORDER BY p.id`;

/**
 * What is known at an instant of everybody in some teams who has not left, in the order of their ids, in one statement. A skill counts up to the
 * instant at which it ends, whatever the feed has told by then.
 */
export async function factsOfTeams(
  manager: EntityManager,
  teamIds: readonly string[],
  about: { readonly at: Date; readonly askers: readonly string[] },
): Promise<PersonFacts[]> {
  const rows = await manager.query<PersonRow[]>(FACTS, [teamIds, about.at]);
  return rows.map((row) => ({
    ...{ personId: row.person_id, role: row.role, teamId: row.team_id, presence: row.presence },
    ...{ isOnShift: row.is_on_shift, isOnLeave: row.is_on_leave, percent: row.percent, skills: row.skills ?? {} },
    ...{ used: row.used, isBlocked: row.is_blocked, byHand: row.by_hand ?? [] },
    ...{ given: row.given, lastGivenAt: row.last_given_at?.getTime() ?? null },
    isAsking: about.askers.includes(row.person_id),
  }));
}
