import { invalidInput, type Problem } from '@courtesy/kernel';
import { once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { PlanStaffingInput, RequirementSource } from '@courtesy/graph-types/workforce';
import { requireReach } from '../directory/access.commands.ts';
import { nothingThere } from '../directory/problems.ts';
import { lockSkill } from '../skill/skill.store.ts';
import { lockSite } from '../site/site.store.ts';
import { findTeams } from '../team/team.store.ts';
import { problemsOfPlan, requirementsOf, type StaffingRequirement } from './requirement.ts';
import { addRequirements, supersede } from './requirement.store.ts';

/** What is wrong with where people are needed; the site is locked, so that of two plans for it one comes after the other. */
export async function problemsOfPlace(
  context: Context,
  tx: Transaction,
  { siteId, teamId, skillId }: Pick<PlanStaffingInput, 'siteId' | 'teamId' | 'skillId'>,
) {
  const site = await lockSite(tx.manager, siteId);
  requireReach(context, { regionId: site?.regionId, siteId, teamId });
  if (!site) return [nothingThere('siteId', siteId)];
  if (skillId && !(await lockSkill(tx.manager, skillId))) return [nothingThere('skillId', skillId)];
  if (!teamId) return [];
  const team = (await findTeams(tx.manager, [teamId])).get(teamId);
  if (!team) return [nothingThere('teamId', teamId)];
  return team.siteId === siteId ? [] : [{ path: 'teamId', message: 'is a team of another site' }];
}

/** Keeps requirements of one site or team in the place of those from the first to the last: of all, or only of those of one source. Returns how many of those there were. The caller has locked the site. */
export async function keepRequirements(
  tx: Transaction,
  wanted: readonly StaffingRequirement[],
  { at, replaces }: { readonly at: Date; readonly replaces: RequirementSource | null },
): Promise<number> {
  const [first, last] = [wanted[0], wanted.at(-1)];
  if (!first || !last) throw new Error('A plan has intervals');
  const { siteId, teamId, skillId, startsAt, source } = first;
  const { endsAt } = last;
  const superseded = await supersede(tx.manager, { siteId, teamId, skillId, startsAt, endsAt, source: replaces }, at);
  await addRequirements(tx.manager, wanted);
  tx.emit({
    ...{ type: 'courtesy.staffing.planned.v1', subject: siteId, sequence: 1, time: at },
    data: { siteId, teamId, from: startsAt.toISOString(), until: endsAt.toISOString(), source },
  });
  return superseded;
}

const isProblem = (read: object): read is Problem => 'path' in read;

/** Plans how many people a site or team needs. */
export async function planStaffing(context: Context, input: PlanStaffingInput) {
  const problems = problemsOfPlan(input);
  if (problems.length > 0) return invalidInput(problems);
  const at = context.now();
  const wanted = requirementsOf(input, () => context.newId('sreq'), at);
  if (isProblem(wanted)) return invalidInput([wanted]);
  const request = { key: input.idempotencyKey, operation: 'planStaffing', subject: context.actor.subject, input };
  return context.db.transaction((tx) =>
    once(tx, { ...request, now: at }, async () => {
      const misplaced = await problemsOfPlace(context, tx, input);
      if (misplaced.length > 0) return invalidInput(misplaced);
      const superseded = await keepRequirements(tx, wanted, { at, replaces: null });
      return { type: 'StaffingPlanned' as const, requirements: wanted, superseded };
    }),
  );
}
