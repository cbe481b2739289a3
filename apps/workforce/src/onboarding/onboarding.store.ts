import type { EntityManager } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, type Actor, type Batch } from '@courtesy/subgraph';
import { withinReach } from '../directory/reach.store.ts';
import type { OnboardingPlan } from './onboarding.ts';
import { onboardingPlanTable } from './onboarding.table.ts';

const SITE_OF_PERSON = '(SELECT p.site_id FROM people p WHERE p.id = o.personId)';

/** How somebody is doing at the start is between them, their buddy and whoever leads them. */
function visiblePlans(manager: EntityManager, actor: Actor) {
  const sees = actor.scopes.includes('workforce:sensitive') ? actor : { ...actor, reach: 'OWN' as const };
  const [sql, parameters] = withinReach(sees, { person: 'o.personId', site: SITE_OF_PERSON });
  return manager
    .createQueryBuilder(onboardingPlanTable, 'o')
    .where(`(${sql} OR o.buddyId = :buddy)`, { ...parameters, buddy: actor.personId ?? null });
}

/** Loads plans by id, as far as the caller may see them. */
export const plansById = byId(({ db, actor }) => visiblePlans(db.manager, actor));

/** The plan of each person, as far as the caller may see it. */
export const plansOfPeople: Batch<OnboardingPlan> = async ({ db, actor }, ids) => {
  const found = await visiblePlans(db.manager, actor).andWhere('o.personId = ANY (:ids)', { ids }).getMany();
  const known = new Map(found.map((each) => [each.personId, each]));
  return ids.map((id) => known.get(id) ?? null);
};

/** The plan of a person, read on this connection. */
export const findPlanOf = (manager: EntityManager, personId: string): Promise<OnboardingPlan | null> =>
  manager.createQueryBuilder(onboardingPlanTable, 'o').where('o.personId = :personId', { personId }).getOne();

/** One plan that the actor may see, locked until the transaction ends. */
export const lockPlan = (manager: EntityManager, actor: Actor, id: string): Promise<OnboardingPlan | null> =>
  visiblePlans(manager, actor).andWhere('o.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Adds a plan unless its person has one. Whether it did. */
export const addPlan = async (manager: EntityManager, plan: OnboardingPlan): Promise<boolean> =>
  (await insertRows(manager, onboardingPlanTable, [plan], '(person_id) DO NOTHING')).length > 0;

/** Overwrites a plan that the caller has locked. */
export const savePlan = (manager: EntityManager, plan: OnboardingPlan): Promise<void> =>
  updateRows(manager, onboardingPlanTable, [plan]);
