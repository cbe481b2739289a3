import { invalidInput, notFound, staleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { LockRosterInput, PublishRosterInput } from '@courtesy/graph-types/workforce';
import { requireSite } from '../directory/access.commands.ts';
import { lockPeople } from '../person/person.store.ts';
import { reviewRosters } from '../roster/roster.commands.ts';
import { problemsOfOverride } from '../roster-rules/override.ts';
import { refusalOf, told, type RuleBreach } from '../roster-rules/rule-check.ts';
import { keepOverrides } from '../roster-rules/ruled-change.commands.ts';
import { breachesOf } from '../rostering/check.ts';
import { scheduledEvent } from '../shift/shift-events.ts';
import { addShifts } from '../shift/shift.store.ts';
import type { Shift } from '../shift/shift.ts';
import { problemOf } from './build-problem.ts';
import { proposedShifts } from './differences.ts';
import { materialOf } from './material.store.ts';
import { published, type ProposalIsElsewhere, type ProposalOutcome, type RosterProposal } from './proposal.ts';
import { proposalEvent, requirePlan } from './proposal.commands.ts';
import { lockProposal, saveProposal } from './proposal.store.ts';
import { lock, type Roster } from './roster-plan.ts';
import { addRoster, lockedRostersOf, lockRosterRow, saveRoster } from './roster-plan.store.ts';

const publishedEvent = (roster: Roster, shiftCount: number, time: Date): NewEvent => ({
  ...{ type: 'courtesy.roster.published.v1', subject: roster.id, sequence: roster.version, time },
  data: {
    ...{ siteId: roster.siteId, teamId: roster.teamId, fromDay: roster.fromDay, untilDay: roster.untilDay },
    ...{ proposalId: roster.proposalId, shiftCount },
  },
});

const lockedEvent = ({ id, siteId, version }: Roster, time: Date): NewEvent => ({
  ...{ type: 'courtesy.roster.locked.v1', subject: id, sequence: version, time },
  data: { siteId, lockedAt: time.toISOString() },
});

/** What the rules say of a proposal by what is on record now. The caller has locked its people. */
async function breachesToday(
  tx: Transaction,
  proposal: RosterProposal,
  outcome: ProposalOutcome,
): Promise<RuleBreach[]> {
  const material = await materialOf(tx.manager, proposal);
  const staff = new Map(material.staff.map((member) => [member.id, member]));
  return breachesOf(problemOf(material), outcome.assignments).map((each) =>
    told(each, { staff, cover: material.cover }),
  );
}

const shiftsFrom = (context: Context, { id, siteId }: Roster, outcome: ProposalOutcome): Shift[] =>
  proposedShifts(outcome).map(({ personId, duty }) => ({
    ...{ id: context.newId('shft'), personId, siteId, startsAt: duty.startsAt, endsAt: duty.endsAt },
    ...{
      status: 'SCHEDULED',
      breaks: duty.breaks,
      templateId: duty.templateId,
      rosterId: id,
      reason: null,
      version: 1,
    },
  }));

const rosterOf = (
  context: Context,
  proposal: RosterProposal,
  { from, until }: { from: Date; until: Date },
): Roster => ({
  ...{ id: context.newId('rost'), siteId: proposal.siteId, teamId: proposal.teamId },
  ...{ fromDay: proposal.fromDay, untilDay: proposal.untilDay, startsAt: from, endsAt: until, proposalId: proposal.id },
  ...{ publishedAt: context.now(), publishedById: context.actor.personId ?? null },
  ...{ lockedAt: null, lockedById: null, version: 1 },
});

/** All or none of a proposal that is made. */
async function publish(
  context: Context,
  tx: Transaction,
  { proposal, outcome, reason }: { proposal: RosterProposal; outcome: ProposalOutcome; reason: string | null },
) {
  const at = context.now();
  const personIds = [...new Set(outcome.assignments.map(({ personId }) => personId))].sort();
  await lockPeople(tx.manager, personIds);
  const breaches = await breachesToday(tx, proposal, outcome);
  const refusal = refusalOf(breaches, reason);
  if (refusal) return refusal;
  const { from, until } = problemOf(await materialOf(tx.manager, proposal));
  const roster = rosterOf(context, proposal, { from, until });
  const shifts = shiftsFrom(context, roster, outcome);
  const [locked] = (await lockedRostersOf(tx.manager, shifts)).values();
  const isManager = context.actor.scopes.includes('workforce:write');
  if (locked && (reason === null || !isManager)) return { type: 'RosterIsLocked' as const, roster: locked };
  await addRoster(tx.manager, roster);
  await addShifts(tx.manager, shifts);
  await keepOverrides(context, tx, { shifts, allowed: { breaches, isLocked: locked !== undefined }, reason });
  const done = published(proposal);
  await saveProposal(tx.manager, done);
  tx.emit(proposalEvent(done, at), publishedEvent(roster, shifts.length, at));
  tx.emit(...shifts.map((shift) => scheduledEvent(shift, at)));
  await reviewRosters(tx, { personIds, visitIds: [], at });
  return { type: 'RosterPublished' as const, roster, shifts };
}

/** Makes shifts of a proposal, all or none. */
export async function publishRoster(context: Context, input: PublishRosterInput) {
  const unsaid = problemsOfOverride(input.overrideReason);
  if (unsaid.length > 0) return invalidInput(unsaid);
  const at = context.now();
  const request = { key: input.idempotencyKey, operation: 'publishRoster', subject: context.actor.subject, input };
  return context.db.transaction((tx) =>
    once(tx, { ...request, now: at }, async () => {
      const proposal = await lockProposal(tx.manager, context.actor, input.proposalId);
      if (!proposal) return notFound(input.proposalId);
      await requirePlan(context, tx, proposal);
      const expected = input.expectedVersion ?? proposal.version;
      if (expected !== proposal.version) return staleVersion(expected, proposal);
      const elsewhere: ProposalIsElsewhere = { type: 'ProposalIsElsewhere', proposal };
      if (proposal.status !== 'PROPOSED' || !proposal.outcome) return elsewhere;
      return publish(context, tx, { proposal, outcome: proposal.outcome, reason: input.overrideReason ?? null });
    }),
  );
}

/** Locks the time of a roster. */
export function lockRoster(context: Context, { rosterId, expectedVersion }: LockRosterInput) {
  return context.db.transaction(async (tx) => {
    const current = await lockRosterRow(tx.manager, rosterId);
    if (!current) return notFound(rosterId);
    await requireSite(context, tx, current.siteId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const outcome = lock(current, { at: context.now(), personId: context.actor.personId ?? null });
    if (outcome.type !== 'RosterLocked') return outcome;
    await saveRoster(tx.manager, outcome.roster);
    tx.emit(lockedEvent(outcome.roster, context.now()));
    return outcome;
  });
}
