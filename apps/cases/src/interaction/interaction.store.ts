import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, type KeysetOrder } from '@courtesy/persistence';
import { byId, FAMILY, nestedPages, type Actor, type Batch, type Context } from '@courtesy/subgraph';
import { seesCasework, visibleCases } from '../case/case.store.ts';
import { homeOf, standsWith } from '../case-merge/family.store.ts';
import type { Interaction } from './interaction.ts';
import { interactionTable } from './interaction.table.ts';

/** The order in which contacts are listed. */
export const latestFirst: KeysetOrder<Interaction> = { by: ['occurredAt', 'id'], direction: 'DESC' };

/** A record nobody has corrected. */
export const IS_CURRENT = 'NOT EXISTS (SELECT 1 FROM interactions later WHERE later.supersedes_id = i.id)';

/** Which calls that belong to no case an actor may see, by how far the actor sees. What a token does not say is null, which equals nothing. */
function reachOfCalls(actor: Actor): readonly [sql: string, parameters: Record<string, unknown>] {
  switch (actor.reach) {
    case 'ALL':
      return ['TRUE', {}];
    case 'REGION':
      return [
        'i.siteId IN (SELECT id FROM site_copy WHERE region_id = :ownRegion)',
        { ownRegion: actor.regionId ?? null },
      ];
    case 'SITE':
      return ['i.siteId = :ownSite', { ownSite: actor.siteId ?? null }];
    case 'TEAM':
      return [
        '(i.teamId = :ownTeam OR i.personId = :oneself)',
        { ownTeam: actor.teamId ?? null, oneself: actor.personId ?? null },
      ];
    case 'OWN':
      return [
        '(i.customerId = ANY (customer_family(:caller)) OR i.personId = :oneself)',
        { caller: actor.customerId ?? null, oneself: actor.personId ?? null },
      ];
  }
}

/**
 * The contacts an actor may see: those of the cases they may see, calls that belong to no case by the site, team, person and customer of the call
 * itself, and what was corrected only with the right to casework.
 */
export function visibleInteractions(manager: EntityManager, actor: Actor): SelectQueryBuilder<Interaction> {
  const interactions = manager.createQueryBuilder(interactionTable, 'i');
  if (!seesCasework(actor)) interactions.andWhere(IS_CURRENT);
  if (actor.reach === 'ALL') return interactions;
  const cases = visibleCases(manager, actor)
    .andWhere(
      `c.id IN (SELECT ${homeOf('i')} UNION ALL SELECT m.survivor_id FROM merged_cases m WHERE m.case_id = ${homeOf('i')})`,
    )
    .select('1');
  const [calls, parameters] = reachOfCalls(actor);
  return (
    interactions
      // In this order, so that nobody looks for the case of a call that has none.
      .andWhere(`((i.caseId IS NULL AND ${calls}) OR (i.caseId IS NOT NULL AND EXISTS (${cases.getQuery()})))`)
      .setParameters({ ...cases.getParameters(), ...parameters })
  );
}

/** Loads contacts by id, as far as the caller may see them. */
export const interactionsById = byId(({ db, actor }) => visibleInteractions(db.manager, actor));

/** Loads, for each record, the one that corrects it. */
export const successorsOf: Batch<Interaction> = async ({ db }, ids) => {
  const found = await db.manager
    .createQueryBuilder(interactionTable, 'i')
    .where('i.supersedesId = ANY (:ids)', { ids })
    .getMany();
  const byEarlier = new Map(found.map((each) => [each.supersedesId, each]));
  return ids.map((id) => byEarlier.get(id) ?? null);
};

const onRecord = ({ db }: Pick<Context, 'db'>) => db.manager.createQueryBuilder(interactionTable, 'i').where('TRUE');

/** A case has its own contacts and those of the cases merged into it. */
const ofCase = (owner: string) => standsWith('i', owner);

/** The pages of the contacts of cases that the caller has been allowed to see, latest first: those nobody has corrected, and all of them. */
export const interactionPages = {
  current: nestedPages<Interaction>({
    rows: (context) => onRecord(context).andWhere(IS_CURRENT),
    of: ofCase,
    order: latestFirst,
  }),
  all: nestedPages<Interaction>({ rows: onRecord, of: ofCase, order: latestFirst }),
};

const seenBy = ({ db, actor }: Pick<Context, 'db' | 'actor'>) => visibleInteractions(db.manager, actor);

/** The pages of the contacts with customers that the caller may see, latest first: those nobody has corrected, and all of them. */
export const contactsOfCustomers = {
  current: nestedPages<Interaction>({
    rows: (context) => seenBy(context).andWhere(IS_CURRENT),
    ...{ of: 'customerId', members: FAMILY, order: latestFirst },
  }),
  all: nestedPages<Interaction>({ rows: seenBy, of: 'customerId', members: FAMILY, order: latestFirst }),
};

/** One contact, as far as the actor may see it. */
export function findInteraction(manager: EntityManager, actor: Actor, id: string): Promise<Interaction | null> {
  return visibleInteractions(manager, actor).andWhere('i.id = :id', { id }).getOne();
}

/** The newest record of the chain of corrections that `id` stands in. */
export async function currentVersionOf(manager: EntityManager, id: string): Promise<Interaction | null> {
  return manager
    .createQueryBuilder(interactionTable, 'i')
    .where(
      `i.id = (WITH RECURSIVE chain AS (
         SELECT id, 0 AS depth FROM interactions WHERE id = :id
         UNION ALL SELECT later.id, depth + 1 FROM interactions later JOIN chain ON later.supersedes_id = chain.id
       ) SELECT id FROM chain ORDER BY depth DESC LIMIT 1)`,
      { id },
    )
    .getOne();
}

/** Adds records. Those whose id in another system is known are left out; returns the ids added. */
export function addInteractions(manager: EntityManager, interactions: readonly Interaction[]): Promise<string[]> {
  return insertRows(manager, interactionTable, interactions, 'ON CONSTRAINT interactions_source_key DO NOTHING');
}

/** Whether an insert failed because somebody corrected the same record first. */
export function isAlreadySuperseded(error: unknown): boolean {
  return (error as { constraint?: unknown } | null)?.constraint === 'interactions_supersedes_key';
}
