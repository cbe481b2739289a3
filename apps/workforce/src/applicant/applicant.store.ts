import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows, type KeysetOrder } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import { withinReach } from '../directory/reach.store.ts';
import type { Applicant, ApplicantStep } from './applicant.ts';
import { applicantStepTable, applicantTable } from './applicant.table.ts';

const byNumber: KeysetOrder<Applicant> = { by: ['number', 'id'], direction: 'ASC' };

const IS_SCORED_BY_ME = `EXISTS (SELECT 1 FROM interviews i WHERE i.applicant_id = a.id AND i.status <> 'CANCELLED'
  AND i.panel @> to_jsonb(CAST(:scorer AS text)))`;

/** The applicants an actor may see: those of sites they hire for, and those whom they are to score. Nobody sees their own application judged. */
export function visibleApplicants(manager: EntityManager, actor: Actor): SelectQueryBuilder<Applicant> {
  const hires = actor.scopes.includes('hiring:read');
  const [reach, parameters] = hires ? withinReach(actor, { person: 'NULL', site: 'a.siteId' }) : ['FALSE', {}];
  return manager
    .createQueryBuilder(applicantTable, 'a')
    .where(`(${reach} OR ${IS_SCORED_BY_ME})`, { ...parameters, scorer: actor.personId ?? '' })
    .andWhere('a.personId IS DISTINCT FROM :scorer');
}

/** Loads applicants by id, as far as the caller may see them. */
export const applicantsById = byId(({ db, actor }) => visibleApplicants(db.manager, actor));

/** The applicants of each opening, by number. */
export const applicantsOfOpenings = nestedPages<Applicant>({
  rows: ({ db, actor }) => visibleApplicants(db.manager, actor),
  of: 'openingId',
  order: byNumber,
});

/** One applicant that the actor may see, locked until the transaction ends. */
export function lockApplicant(manager: EntityManager, actor: Actor, id: string): Promise<Applicant | null> {
  return visibleApplicants(manager, actor).andWhere('a.id = :id', { id }).setLock('pessimistic_write').getOne();
}

/** Who applied for an opening before with this address or as this person. The caller has locked the opening. */
export function sameApplicants(
  manager: EntityManager,
  openingId: string,
  { email, personId }: { readonly email?: string | null | undefined; readonly personId?: string | null | undefined },
): Promise<Applicant[]> {
  return manager
    .createQueryBuilder(applicantTable, 'a')
    .where('a.openingId = :openingId', { openingId })
    .andWhere('(lower(a.email) = lower(:email) OR a.personId = :personId)', {
      ...{ email: email ?? null, personId: personId ?? null },
    })
    .orderBy('a.number')
    .getMany();
}

/** The number of the next applicant of an opening. The caller has locked the opening. */
export async function nextNumber(manager: EntityManager, openingId: string): Promise<number> {
  const row = await manager
    .createQueryBuilder(applicantTable, 'a')
    .select('coalesce(max(a.number), 0) + 1', 'next')
    .where('a.openingId = :openingId', { openingId })
    .getRawOne<{ next: number }>();
  return row?.next ?? 1;
}

/** Those of an opening who work here already and wait to be decided on. */
export function waitingInsiders(manager: EntityManager, openingId: string): Promise<Applicant[]> {
  return manager
    .createQueryBuilder(applicantTable, 'a')
    .where(`a.openingId = :openingId AND a.origin = 'INTERNAL' AND a.status = 'APPLIED'`, { openingId })
    .orderBy('a.number')
    .getMany();
}

/** Adds an applicant. */
export async function addApplicant(manager: EntityManager, applicant: Applicant): Promise<void> {
  await insertRows(manager, applicantTable, [applicant]);
}

/** Overwrites an applicant that the caller has locked. */
export const saveApplicant = (manager: EntityManager, applicant: Applicant): Promise<void> =>
  updateRows(manager, applicantTable, [applicant]);

/** Adds a step. */
export async function addStep(manager: EntityManager, step: ApplicantStep): Promise<void> {
  await insertRows(manager, applicantStepTable, [step]);
}

/** The steps of each applicant, the first one first. */
export const stepsOfApplicants: Batch<readonly ApplicantStep[]> = async ({ db }, ids) => {
  const steps = await db.manager
    .createQueryBuilder(applicantStepTable, 's')
    .where('s.applicantId = ANY (:ids)', { ids })
    .orderBy('s.at')
    .addOrderBy('s.id')
    .getMany();
  const known = Map.groupBy(steps, ({ applicantId }) => applicantId);
  return ids.map((id) => known.get(id) ?? []);
};

/** The earliest day whose end somebody's data are kept until; null when nobody's are to be erased. */
export async function nextErasure(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ at: Date | null }[]>(
    `SELECT (min(retained_until) + 1)::timestamp AT TIME ZONE 'UTC' AS at FROM applicants WHERE erased_at IS NULL`,
  );
  return row?.at ?? null;
}

/** Some of those whose data are kept no longer, locked; others who look at the same time are given others. */
export function lockOverdue(manager: EntityManager, at: Date, atMost: number): Promise<Applicant[]> {
  return manager
    .createQueryBuilder(applicantTable, 'a')
    .where('a.erasedAt IS NULL AND a.retainedUntil < :day', { day: at.toISOString().slice(0, 10) })
    .orderBy('a.retainedUntil')
    .limit(atMost)
    .setLock('pessimistic_write')
    .setOnLocked('skip_locked')
    .getMany();
}

/** Overwrites applicants who are erased, and takes away what was noted of them on the way. */
export async function saveErased(manager: EntityManager, applicants: readonly Applicant[]): Promise<void> {
  const ids = applicants.map(({ id }) => id);
  await updateRows(manager, applicantTable, applicants);
  await manager.query(`UPDATE applicant_steps SET note = NULL WHERE applicant_id = ANY ($1) AND note IS NOT NULL`, [
    ids,
  ]);
  await manager.query(
    `UPDATE interview_scores SET note = NULL, ratings = (
       SELECT jsonb_agg(jsonb_set(r, '{note}', 'null')) FROM jsonb_array_elements(ratings) AS r)
     WHERE interview_id IN (SELECT id FROM interviews WHERE applicant_id = ANY ($1))`,
    [ids],
  );
}
