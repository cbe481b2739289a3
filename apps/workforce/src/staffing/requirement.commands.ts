import { invalidInput, type Problem } from '@courtesy/kernel';
import { once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { PlanStaffingInput } from '@courtesy/graph-types/workforce';
import { requireReach } from '../directory/access.commands.ts';
import { nothingThere } from '../directory/problems.ts';
import { lockSkill } from '../skill/skill.store.ts';
import { lockSite } from '../site/site.store.ts';
import { findTeams } from '../team/team.store.ts';
import { problemsOfPlan, requirementsOf } from './requirement.ts';
import { addRequirements, supersede } from './requirement.store.ts';

/** What is wrong with where people are needed; the site is locked, so that of two plans for it one comes after the other. */
async function problemsOfPlace(context: Context, tx: Transaction, { siteId, teamId, skillId }: PlanStaffingInput) {
  const site = await lockSite(tx.manager, siteId);
  requireReach(context, { regionId: site?.regionId, siteId, teamId });
  if (!site) return [nothingThere('siteId', siteId)];
  if (skillId && !(await lockSkill(tx.manager, skillId))) return [nothingThere('skillId', skillId)];
  if (!teamId) return [];
  const team = (await findTeams(tx.manager, [teamId])).get(teamId);
  if (!team) return [nothingThere('teamId', teamId)];
  return team.siteId === siteId ? [] : [{ path: 'teamId', message: 'is a team of another site' }];
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
      const [first, last] = [wanted[0], wanted.at(-1)];
      if (!first || !last) throw new Error('A plan has intervals');
      const span = { startsAt: first.startsAt, endsAt: last.endsAt };
      const { siteId, teamId, skillId } = first;
      const superseded = await supersede(tx.manager, { siteId, teamId, skillId, ...span }, at);
      await addRequirements(tx.manager, wanted);
      const told = { teamId, from: span.startsAt.toISOString(), until: span.endsAt.toISOString() };
      tx.emit({
        ...{ type: 'courtesy.staffing.planned.v1', subject: siteId, sequence: 1, time: at },
        data: { siteId, ...told, source: first.source },
      });
      return { type: 'StaffingPlanned' as const, requirements: wanted, superseded };
    }),
  );
}
