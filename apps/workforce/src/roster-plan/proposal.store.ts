import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, nestedPages, type Actor } from '@courtesy/subgraph';
import type { RosterProposal } from './proposal.ts';
import { rosterProposalTable } from './proposal.table.ts';

/** Which proposals lie within an actor's reach: those of their team, or of sites they see whole. */
function reached(actor: Actor): readonly [sql: string, parameters: Record<string, unknown>] {
  switch (actor.reach) {
    case 'ALL':
      return ['TRUE', {}];
    case 'REGION':
      return [`p.siteId IN (SELECT id FROM sites WHERE region_id = :myRegion)`, { myRegion: actor.regionId ?? null }];
    case 'SITE':
      return ['p.siteId = :mySite', { mySite: actor.siteId ?? null }];
    case 'TEAM':
      return ['p.teamId = :myTeam', { myTeam: actor.teamId ?? null }];
    case 'OWN':
      return ['FALSE', {}];
  }
}

/** What is only proposed is for who plans: whom it lets down is theirs to weigh. */
const visible = (manager: EntityManager, actor: Actor): SelectQueryBuilder<RosterProposal> =>
  manager.createQueryBuilder(rosterProposalTable, 'p').where(...reached(actor));

/** Loads proposals by id, as far as the caller may see them. */
export const proposalsById = byId(({ db, actor }) => visible(db.manager, actor));

/** The proposals of each site, the latest first. */
export const proposalsOfSites = nestedPages<RosterProposal>({
  rows: ({ db, actor }) => visible(db.manager, actor),
  of: 'siteId',
  order: { by: ['requestedAt', 'id'], direction: 'DESC' },
});

/** One proposal that the actor may see, locked until the transaction ends. */
export const lockProposal = (manager: EntityManager, actor: Actor, id: string): Promise<RosterProposal | null> =>
  visible(manager, actor).andWhere('p.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Adds a proposal. */
export async function addProposal(manager: EntityManager, proposal: RosterProposal): Promise<void> {
  await insertRows(manager, rosterProposalTable, [proposal]);
}

/** Overwrites a proposal that the caller has locked. */
export const saveProposal = (manager: EntityManager, proposal: RosterProposal): Promise<void> =>
  updateRows(manager, rosterProposalTable, [proposal]);

/** When the next proposal that nobody works on is to be taken up; null when there is none. */
export async function nextProposal(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ at: Date | null }[]>(
    `SELECT min(coalesce(claimed_until, requested_at)) AS at FROM roster_proposals WHERE status = 'PROPOSING'`,
  );
  return row?.at ?? null;
}

/** Takes up one proposal that nobody works on, until an instant; null when there is none. A process that ended leaves its own behind when its time is over. */
export async function claimProposal(
  manager: EntityManager,
  { now, until }: { readonly now: Date; readonly until: Date },
): Promise<RosterProposal | null> {
  const proposal = await manager
    .createQueryBuilder(rosterProposalTable, 'p')
    .where(`p.status = 'PROPOSING' AND coalesce(p.claimedUntil, p.requestedAt) <= :now`, { now })
    .orderBy('p.requestedAt')
    .limit(1)
    .setLock('pessimistic_write')
    .setOnLocked('skip_locked')
    .getOne();
  if (proposal) await keepClaim(manager, proposal.id, { until, percent: proposal.percent });
  return proposal;
}

/** Says that it is still worked on, and how far it is. Returns whether it is still wanted. */
export async function keepClaim(
  manager: EntityManager,
  id: string,
  { until, percent }: { readonly until: Date | null; readonly percent: number },
): Promise<boolean> {
  const { affected } = await manager
    .createQueryBuilder()
    .update(rosterProposalTable)
    .set({ claimedUntil: until, percent })
    .where(`id = :id AND status = 'PROPOSING'`, { id })
    .execute();
  return affected === 1;
}

/** A proposal that is still being made, locked until the transaction ends; null when it is not wanted any more. */
export const lockProposing = (manager: EntityManager, id: string): Promise<RosterProposal | null> =>
  manager
    .createQueryBuilder(rosterProposalTable, 'p')
    .where(`p.id = :id AND p.status = 'PROPOSING'`, { id })
    .setLock('pessimistic_write')
    .getOne();
