import type { EntityManager } from 'typeorm';
import { findTemplates } from '../shift-template/shift-template.store.ts';
import { shiftsAtSite, shiftsDuring } from '../shift/shift.store.ts';
import type { Span } from '../shift/shift.ts';
import { findSites } from '../site/site.store.ts';
import { workingTimeRegulations } from './law.ts';
import { AROUND_MS, weeksAround, type RuleSurroundings } from './rule-check.ts';
import { rulesAt } from './roster-rules.store.ts';
import { staffDuring } from './staff.store.ts';
import { instantAt } from '../shift-template/local-time.ts';

/** Around which change of shifts one looks. */
export interface Around extends Span {
  readonly siteId: string;
  readonly personIds: readonly string[];
}

/**
 * What is on record around a change of shifts at a site: its rules, or the law's where it adopted none; the people; their shifts in the weeks
 * around; and all shifts of the site at the time, for rules of cover. The caller has locked the people.
 */
export async function surroundingsOf(
  manager: EntityManager,
  { siteId, personIds, startsAt, endsAt }: Around,
): Promise<RuleSurroundings> {
  const timeZone = (await findSites(manager, [siteId])).get(siteId)?.timeZone ?? 'UTC';
  const adopted = (await rulesAt(manager, [siteId])).get(siteId);
  const weeks = weeksAround({ startsAt, endsAt }, timeZone);
  const wide = {
    startsAt: instantAt(weeks.from, '00:00', timeZone),
    endsAt: instantAt(weeks.until, '00:00', timeZone),
  };
  const own = await shiftsDuring(manager, personIds, wide);
  const near = {
    startsAt: new Date(startsAt.getTime() - AROUND_MS / 8),
    endsAt: new Date(endsAt.getTime() + AROUND_MS / 8),
  };
  const cover = adopted?.cover ?? [];
  const beside = cover.length > 0 ? await shiftsAtSite(manager, siteId, near) : [];
  const shifts = [...new Map([...own, ...beside].map((each) => [each.id, each])).values()];
  const all = [...new Set([...personIds, ...beside.map(({ personId }) => personId)])];
  const templateIds = [...new Set(shifts.flatMap(({ templateId }) => templateId ?? []))];
  const templates = await findTemplates(manager, templateIds);
  return {
    ...{ siteId, timeZone, work: adopted?.work ?? workingTimeRegulations.rules, cover, shifts },
    staff: await staffDuring(manager, all, { startsAt, endsAt, timeZone }),
    skillsOfTemplates: new Map(templates.map(({ id, requiredSkillIds }) => [id, requiredSkillIds])),
  };
}
