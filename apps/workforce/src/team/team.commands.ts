import { notFound, staleVersion, type InvalidInput, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import type { IdempotencyKeyReused, Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { AppointLeadInput, FormTeamInput, FormTeamsInput } from '@courtesy/graph-types/workforce';
import { requireReach } from '../directory/access.commands.ts';
import { addMany, addOne, type Kind } from '../directory/directory.commands.ts';
import { nothingThere } from '../directory/problems.ts';
import type { PersonHasLeft } from '../person/person.ts';
import { lockPersonShared } from '../person/person.store.ts';
import { findSites } from '../site/site.store.ts';
import {
  appoint,
  newTeam,
  problemsOfTeam,
  type LeadAppointed,
  type Team,
  type TeamFormed,
  type TeamPlan,
  type TeamsFormed,
} from './team.ts';
import { lockTeam, lockTeamsLedBy, saveTeams } from './team.store.ts';
import { teamTable } from './team.table.ts';

const teams: Kind<TeamPlan, Team> = {
  table: teamTable,
  problemsOf: problemsOfTeam,
  check: async (context, tx, plans) => {
    const sites = await findSites(tx.manager, [...new Set(plans.map(({ siteId }) => siteId))]);
    return plans.map(({ siteId }) => {
      requireReach(context, { regionId: sites.get(siteId)?.regionId, siteId });
      return sites.has(siteId) ? [] : [nothingThere('siteId', siteId)];
    });
  },
  create: (context, plan) => newTeam(context.newId('team'), plan),
  announce: (context, tx, added) =>
    tx.emit(
      ...added.map(({ id, version, name, siteId }) => ({
        type: 'courtesy.team.formed.v1' as const,
        subject: id,
        sequence: version,
        time: context.now(),
        data: { name, siteId },
      })),
    ),
};

/** Forms a team, once however often the same key or reference comes. */
export async function formTeam(
  context: Context,
  input: FormTeamInput,
): Promise<TeamFormed | InvalidInput | IdempotencyKeyReused> {
  const outcome = await addOne(context, teams, 'formTeam', input);
  if (outcome.type !== 'Addition') return outcome;
  return { type: 'TeamFormed', disposition: outcome.disposition, team: outcome.entity };
}

/** Forms many teams of another system. */
export async function formTeams(context: Context, input: FormTeamsInput): Promise<TeamsFormed | InvalidInput> {
  const outcome = await addMany(context, teams, 'teams', input.teams);
  if (outcome.type === 'InvalidInput') return outcome;
  const taken = outcome.taken.map(({ index, disposition, entity }) => ({ index, disposition, team: entity }));
  return { type: 'TeamsFormed', teams: taken, refused: outcome.refused };
}

const leadEvent = (team: Team, at: Date): NewEvent => ({
  type: 'courtesy.team.lead-appointed.v1',
  subject: team.id,
  sequence: team.version,
  time: at,
  data: { leadId: team.leadId, appointedAt: at.toISOString() },
});

/** What can come of appointing a lead. */
export type AppointLeadOutcome = LeadAppointed | PersonHasLeft | NotFound | StaleVersion<Team> | InvalidInput;

/** Appoints who leads a team. The person is locked before the team, as everywhere, so that no two changes wait for each other. */
export function appointLead(context: Context, input: AppointLeadInput): Promise<AppointLeadOutcome> {
  return context.db.transaction(async (tx) => {
    const lead = input.leadId ? await lockPersonShared(tx.manager, input.leadId) : null;
    const current = await lockTeam(tx.manager, input.teamId);
    if (!current) return notFound(input.teamId);
    const sites = await findSites(tx.manager, [current.siteId]);
    const { siteId } = current;
    requireReach(context, { regionId: sites.get(siteId)?.regionId, siteId, teamId: current.id });
    if (input.leadId && !lead) return notFound(input.leadId);
    if (input.expectedVersion && input.expectedVersion !== current.version)
      return staleVersion(input.expectedVersion, current);
    const outcome = appoint(current, lead);
    if (outcome.type !== 'LeadAppointed' || outcome.team.version === current.version) return outcome;
    await saveTeams(tx.manager, [outcome.team]);
    tx.emit(leadEvent(outcome.team, context.now()));
    return outcome;
  });
}

/** Takes a person who leaves, or leaves the site, off the teams they lead. Joins the caller's transaction. */
export async function giveUpLeads(tx: Transaction, personId: string, at: Date): Promise<void> {
  const led = await lockTeamsLedBy(tx.manager, personId);
  const left = led.map((team): Team => ({ ...team, leadId: null, version: team.version + 1 }));
  await saveTeams(tx.manager, left);
  tx.emit(...left.map((team) => leadEvent(team, at)));
}
