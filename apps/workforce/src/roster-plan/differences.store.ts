import type { Context } from '@courtesy/subgraph';
import { instantAt } from '../shift-template/local-time.ts';
import { shiftsAtSite } from '../shift/shift.store.ts';
import { findSites } from '../site/site.store.ts';
import { differencesOf, type ProposalDifference } from './differences.ts';
import type { RosterProposal } from './proposal.ts';

/** How a proposal that the caller was let see and the shifts on record differ; of a team, as far as its members' shifts go. */
export async function differencesNow({ db }: Context, proposal: RosterProposal): Promise<ProposalDifference[]> {
  const { siteId, teamId, outcome, fromDay, untilDay } = proposal;
  if (!outcome) return [];
  const timeZone = (await findSites(db.manager, [siteId])).get(siteId)?.timeZone ?? 'UTC';
  const startsAt = instantAt(fromDay, '00:00', timeZone);
  const shifts = await shiftsAtSite(db.manager, siteId, { startsAt, endsAt: instantAt(untilDay, '00:00', timeZone) });
  const within = shifts.filter((shift) => shift.startsAt >= startsAt);
  if (teamId === null) return differencesOf(outcome, within, timeZone);
  const members = await db.manager.query<{ id: string }[]>(`SELECT id FROM people WHERE team_id = $1`, [teamId]);
  const ours = new Set([...members.map(({ id }) => id), ...outcome.assignments.map(({ personId }) => personId)]);
  return differencesOf(
    outcome,
    within.filter(({ personId }) => ours.has(personId)),
    timeZone,
  );
}
