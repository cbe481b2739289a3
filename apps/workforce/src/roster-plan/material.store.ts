import type { EntityManager } from 'typeorm';
import { workingTimeRegulations } from '../roster-rules/law.ts';
import { AROUND_MS, countsAs } from '../roster-rules/rule-check.ts';
import { rulesAt } from '../roster-rules/roster-rules.store.ts';
import { staffDuring } from '../roster-rules/staff.store.ts';
import { instantAt } from '../shift-template/local-time.ts';
import { findTemplates, templatesAt } from '../shift-template/shift-template.store.ts';
import { shiftsAtSite, shiftsDuring } from '../shift/shift.store.ts';
import { findSites } from '../site/site.store.ts';
import { requirementsDuring } from '../staffing/requirement.store.ts';
import type { Material } from './build-problem.ts';
import type { RosterProposal } from './proposal.ts';

/** A shift that starts on the last day ends within a day after it. */
const DAY_MS = 86_400_000;

async function staffIds(manager: EntityManager, { siteId, teamId }: RosterProposal, startsAt: Date): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT id FROM people WHERE site_id = $1 AND ($2::text IS NULL OR team_id = $2) AND (left_at IS NULL OR left_at > $3)
     ORDER BY id`,
    [siteId, teamId, startsAt],
  );
  return rows.map(({ id }) => id);
}

/** All that a roster is made from, as it is on record now. Nothing is locked. A handful of statements, however many people. */
export async function materialOf(manager: EntityManager, proposal: RosterProposal): Promise<Material> {
  const { siteId, teamId, fromDay, untilDay, request } = proposal;
  const timeZone = (await findSites(manager, [siteId])).get(siteId)?.timeZone ?? 'UTC';
  const startsAt = instantAt(fromDay, '00:00', timeZone);
  const endsAt = instantAt(untilDay, '00:00', timeZone);
  const wide = { startsAt: new Date(startsAt.getTime() - AROUND_MS), endsAt: new Date(endsAt.getTime() + AROUND_MS) };
  const adopted = (await rulesAt(manager, [siteId])).get(siteId);
  const ids = await staffIds(manager, proposal, startsAt);
  const present = await shiftsAtSite(manager, siteId, { startsAt, endsAt });
  const all = [...new Set([...ids, ...present.map(({ personId }) => personId)])];
  const staff = await staffDuring(manager, all, { startsAt, endsAt: new Date(endsAt.getTime() + DAY_MS), timeZone });
  const needed = request.usesRequirements ? await requirementsDuring(manager, siteId, { startsAt, endsAt }) : [];
  // A published duty may come from a template that was withdrawn since: who works one that a proposal names keeps to it.
  const named = [...new Set((proposal.outcome?.duties ?? []).map(({ templateId }) => templateId))];
  const templates = await templatesAt(manager, siteId);
  const gone = (await findTemplates(manager, named)).filter(({ id }) => !templates.some((each) => each.id === id));
  return {
    ...{ proposal, timeZone, present, cover: adopted?.cover ?? [] },
    work: adopted?.work ?? workingTimeRegulations.rules,
    templates: [...templates, ...gone],
    staff: ids.flatMap((id) => staff.get(id) ?? []),
    requirements: needed.filter((each) => each.teamId === teamId),
    taken: await shiftsDuring(manager, ids, wide),
    skillsOfPresent: new Map([...staff].map(([id, member]) => [id, countsAs(member)])),
  };
}
