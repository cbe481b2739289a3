import { invalidInput, notFound } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { CancelProposalInput, ProposeRosterInput } from '@courtesy/graph-types/workforce';
import { requireReach } from '../directory/access.commands.ts';
import { nothingThere } from '../directory/problems.ts';
import { findSites } from '../site/site.store.ts';
import { findTeams } from '../team/team.store.ts';
import { cancel, newProposal, problemsOfProposal, type RosterProposal } from './proposal.ts';
import { addProposal, lockProposal, saveProposal } from './proposal.store.ts';

/** What other services are told of a proposal: where it stands. */
export const proposalEvent = ({ id, siteId, teamId, status, version }: RosterProposal, time: Date): NewEvent => ({
  ...{ type: 'courtesy.roster-proposal.changed.v1', subject: id, sequence: version, time },
  data: { siteId, teamId, status },
});

/** Lets a plan of a site or team pass where the caller's reach holds all of it. Throws FORBIDDEN otherwise. */
export async function requirePlan(
  context: Context,
  tx: Transaction,
  { siteId, teamId }: Pick<RosterProposal, 'siteId' | 'teamId'>,
): Promise<void> {
  const site = (await findSites(tx.manager, [siteId])).get(siteId);
  requireReach(context, { regionId: site?.regionId, siteId, teamId });
}

/** Asks for a roster. A worker makes it. */
export async function proposeRoster(context: Context, input: ProposeRosterInput) {
  const problems = problemsOfProposal(input);
  if (problems.length > 0) return invalidInput(problems);
  const at = context.now();
  const { subject, personId = null } = context.actor;
  const request = { key: input.idempotencyKey, operation: 'proposeRoster', subject, input, now: at };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const sites = await findSites(tx.manager, [input.siteId]);
      if (!sites.has(input.siteId)) return invalidInput([nothingThere('siteId', input.siteId)]);
      const team = input.teamId ? (await findTeams(tx.manager, [input.teamId])).get(input.teamId) : null;
      if (input.teamId && team?.siteId !== input.siteId)
        return invalidInput([{ path: 'teamId', message: 'is no team of the site' }]);
      const proposal = newProposal(input, { id: context.newId('rprp'), at, personId });
      await requirePlan(context, tx, proposal);
      await addProposal(tx.manager, proposal);
      tx.emit(proposalEvent(proposal, at));
      return { type: 'RosterProposing' as const, proposal };
    }),
  );
}

/** Gives a proposal up. Whoever works on it stops within its next beat. */
export function cancelProposal(context: Context, { proposalId }: CancelProposalInput) {
  return context.db.transaction(async (tx) => {
    const current = await lockProposal(tx.manager, context.actor, proposalId);
    if (!current) return notFound(proposalId);
    await requirePlan(context, tx, current);
    const outcome = cancel(current, context.now());
    if (outcome.type !== 'ProposalCancelled') return outcome;
    await saveProposal(tx.manager, outcome.proposal);
    tx.emit(proposalEvent(outcome.proposal, context.now()));
    return outcome;
  });
}
