import type { EntityManager } from 'typeorm';
import type { SkillHeld } from './skill-copy.table.ts';

/** Somebody who has, or lacks, a skill. */
export type Holding = Pick<SkillHeld, 'personId' | 'skillId'>;

/** Keeps that somebody has a skill; what they had of it before ends where this begins. */
export async function keepGained(
  manager: EntityManager,
  held: Holding,
  validity: readonly [string, string | null],
): Promise<void> {
  const [since, until] = validity;
  await endHeld(manager, held, since);
  await manager.query(
    `INSERT INTO person_skill_copy (person_id, skill_id, since, until_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (person_id, skill_id, since) DO UPDATE SET until_at = excluded.until_at`,
    [held.personId, held.skillId, since, until],
  );
}

/** Keeps that somebody has a skill no longer from an instant on; one that ran out before stays as it ended. */
export async function endHeld(manager: EntityManager, { personId, skillId }: Holding, at: string): Promise<void> {
  await manager.query(
    `UPDATE person_skill_copy SET until_at = $3 WHERE person_id = $1 AND skill_id = $2 AND since <= $3 AND (until_at IS NULL OR until_at > $3)`,
    [personId, skillId, at],
  );
}

/** Which of these skills somebody has at an instant. What ran out is gone with that instant, whether or not anybody announced it. */
export async function skillsHeldBy(
  manager: EntityManager,
  personId: string | null,
  { skillIds, at }: { readonly skillIds: readonly string[]; readonly at: Date },
): Promise<ReadonlySet<string>> {
  if (personId === null || skillIds.length === 0) return new Set();
  const rows = await manager.query<{ skill_id: string }[]>(
    `SELECT skill_id FROM person_skill_copy
     WHERE person_id = $1 AND skill_id = ANY ($2) AND since <= $3 AND (until_at IS NULL OR until_at > $3)`,
    [personId, skillIds, at],
  );
  return new Set(rows.map(({ skill_id: id }) => id));
}
