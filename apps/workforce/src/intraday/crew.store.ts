import type { EntityManager } from 'typeorm';
import type { Batch } from '@courtesy/subgraph';
import { addDays } from '@courtesy/kernel';
import { leavesDuring, presencesDuring } from '../presence/presence.store.ts';
import { instantAt } from '../shift-template/local-time.ts';
import { shiftsAtSite } from '../shift/shift.store.ts';
import type { Span } from '../shift/shift.ts';
import { findSites } from '../site/site.store.ts';
import { requirementsDuring } from '../staffing/requirement.store.ts';
import { staffingRequirementTable } from '../staffing/requirement.table.ts';
import { wholeSpan } from '../roster-rules/rule-check.ts';
import { intradayOf, presentIn, thereOf, type Crew, type IntradayInterval } from './intraday.ts';

interface Member {
  readonly id: string;
  readonly teamId: string | null;
  readonly siteId: string;
  readonly leftAt: Date | null;
}

/** Who works at a site, or has one of these shifts. */
const membersOf = (manager: EntityManager, siteId: string, personIds: readonly string[]): Promise<Member[]> =>
  manager.query(
    `SELECT id, team_id AS "teamId", site_id AS "siteId", left_at AS "leftAt" FROM people
     WHERE site_id = $1 AND left_at IS NULL OR id = ANY ($2) ORDER BY id`,
    [siteId, personIds],
  );

interface SkillSpan {
  readonly personId: string;
  readonly skillId: string;
  readonly since: Date;
  readonly until: Date | null;
}

const skillSpans = (
  manager: EntityManager,
  personIds: readonly string[],
  { startsAt, endsAt }: Span,
): Promise<SkillSpan[]> =>
  manager.query(
    `SELECT person_id AS "personId", skill_id AS "skillId", since, until_at AS until FROM person_skills
     WHERE person_id = ANY ($1) AND since < $3 AND (until_at IS NULL OR until_at > $2)`,
    [personIds, startsAt, endsAt],
  );

function skillsOf(spans: readonly SkillSpan[], { endsAt }: Span): Map<string, Span[]> {
  const bySkill = Map.groupBy(spans, ({ skillId }) => skillId);
  const spanOf = ({ since, until }: SkillSpan) => ({ startsAt: since, endsAt: until ?? endsAt });
  return new Map([...bySkill].map(([skillId, all]) => [skillId, all.map(spanOf)]));
}

/** When these people were there for contacts at a site: in a shift there, or outside of any while it is theirs. By person. */
async function thereAt(
  manager: EntityManager,
  { siteId, members, span, now }: { siteId: string; members: readonly Member[]; span: Span; now: Date },
): Promise<Map<string, Span[]>> {
  const until = now < span.endsAt ? now : span.endsAt;
  const ids = members.map(({ id }) => id);
  // One millisecond more, so that what was said at this very instant counts.
  const asked = { startsAt: span.startsAt, endsAt: new Date(until.getTime() + 1) };
  const said = await presencesDuring(manager, ids, asked);
  const shiftIds = [...new Set(said.flatMap(({ shiftId }) => shiftId ?? []))];
  const places = await manager.query<{ id: string; siteId: string }[]>(
    `SELECT id, site_id AS "siteId" FROM shifts WHERE id = ANY ($1)`,
    [shiftIds],
  );
  const siteOf = new Map([...members, ...places].map((each) => [each.id, each.siteId]));
  const byPerson = Map.groupBy(said, ({ personId }) => personId);
  return new Map(
    [...byPerson].map(([personId, all]) => {
      const told = all.map((each) => ({ ...each, isHere: siteOf.get(each.shiftId ?? personId) === siteId }));
      return [personId, thereOf(told, asked.endsAt)];
    }),
  );
}

interface LoanRow extends Span {
  readonly personId: string;
  readonly teamId: string;
}

/** When these people work for another team, by actions taken during the day. */
export const loansOf = (
  manager: EntityManager,
  personIds: readonly string[],
  { startsAt, endsAt }: Span,
): Promise<LoanRow[]> =>
  manager.query(
    `SELECT person_id AS "personId", team_id AS "teamId", from_at AS "startsAt", until_at AS "endsAt" FROM intraday_actions
     WHERE person_id = ANY ($1) AND team_id IS NOT NULL AND from_at < $3 AND until_at > $2`,
    [personIds, startsAt, endsAt],
  );

/** Everybody who counts at a site within a time, whoever asks: a fixed number of statements, however many they are. */
export async function crewOf(manager: EntityManager, siteId: string, span: Span, now: Date): Promise<Crew[]> {
  const shifts = await shiftsAtSite(manager, siteId, span);
  const members = await membersOf(manager, siteId, [...new Set(shifts.map(({ personId }) => personId))]);
  const ids = members.map(({ id }) => id);
  const shiftsOf = Map.groupBy(shifts, ({ personId }) => personId);
  const leavesOf = Map.groupBy(await leavesDuring(manager, ids, span), ({ personId }) => personId);
  const skills = Map.groupBy(await skillSpans(manager, ids, span), ({ personId }) => personId);
  const loans = Map.groupBy(await loansOf(manager, ids, span), ({ personId }) => personId);
  const there = await thereAt(manager, { siteId, members, span, now });
  return members.map(({ id, teamId, leftAt }): Crew => {
    const leaves = (leavesOf.get(id) ?? []).map(({ from, until }) => ({ startsAt: from, endsAt: until }));
    const gone = leftAt ? [{ startsAt: leftAt, endsAt: span.endsAt }] : [];
    return {
      ...{ personId: id, teamId, shifts: shiftsOf.get(id) ?? [], leaves: [...leaves, ...gone] },
      loans: loans.get(id) ?? [],
      ...{ there: there.get(id) ?? [], skills: skillsOf(skills.get(id) ?? [], span) },
    };
  });
}

/** Which day of a site is asked about, and for whom people are counted. */
export interface IntradayArgs {
  /** `YYYY-MM-DD` at the site. */
  readonly date: string;
  readonly teamId: string | null;
  readonly skillId: string | null;
}

/** What each half hour of a day needs, was planned to have, and has. It names nobody: it is for all staff, as requirements are. */
export const intradayOfSites: Batch<readonly IntradayInterval[], IntradayArgs> = async (
  { db, now },
  siteIds,
  { date, ...line },
) => {
  const sites = await findSites(db.manager, siteIds);
  const days: (readonly IntradayInterval[] | null)[] = [];
  for (const id of siteIds) {
    const timeZone = sites.get(id)?.timeZone ?? 'UTC';
    const day = {
      startsAt: instantAt(date, '00:00', timeZone),
      endsAt: instantAt(addDays(date, 1), '00:00', timeZone),
    };
    const crew = await crewOf(db.manager, id, day, now());
    const needs = await requirementsDuring(db.manager, id, day);
    days.push(intradayOf({ day, crew, needs, now: now() }, line));
  }
  return days;
};

/** How many were there in the interval of each requirement, so that what was planned or foretold is seen beside what came; null before it began. */
export const presentInRequirements: Batch<number> = async ({ db, now }, ids) => {
  const asked = await db.manager
    .createQueryBuilder(staffingRequirementTable, 'q')
    .where('q.id = ANY (:ids) AND q.startsAt < :now', { ids, now: now() })
    .getMany();
  const known = new Map<string, number | null>();
  for (const [siteId, all] of Map.groupBy(asked, (each) => each.siteId)) {
    const span = wholeSpan(all);
    const crew = span ? await crewOf(db.manager, siteId, span, now()) : [];
    for (const each of all) known.set(each.id, presentIn(crew, each, now()));
  }
  return ids.map((id) => known.get(id) ?? null);
};
