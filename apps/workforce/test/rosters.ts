import { caller } from '@courtesy/subgraph/spec-service';
import { must } from './verb.ts';
import { givenPerson, someWord, type Known, type World } from './workforce-world.ts';

/** All days of the week. */
export const everyDay = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];

/** Rules of a site: those of the law unless `more` says otherwise. */
export const givenRules = (world: World, siteId: string, more: object = {}) =>
  must(world, ['adoptRosterRules', 'RosterRulesAdopted', 'rules { id number }'], {
    ...{ siteId, reason: 'Reviewed with our adviser', ...more },
  });

/** A shift template of every day. */
export async function givenTemplate(world: World, siteId: string, times: [string, string], more: object = {}) {
  const [startTime, endTime] = times;
  const input = { siteId, name: `${startTime} to ${endTime}`, startTime, endTime, days: everyDay, ...more };
  const defined = ['defineShiftTemplate', 'ShiftTemplateDefined', 'template { id version }'] as const;
  return (await must<{ template: Known }>(world, defined, input)).template;
}

/** Somebody at a site who acts for themselves. */
export async function givenMember(world: World, siteId: string, more: object = {}) {
  const { id } = await givenPerson(world, { siteId, ...more });
  return { id, self: caller('AGENT', { reach: 'SITE', siteId, personId: id, subject: id }) };
}

/** A skill, and who has it from now on. */
export async function givenSkill(world: World, holders: readonly string[]): Promise<string> {
  const key = someWord('first-aid').replace(' ', '.');
  const defined = ['defineSkill', 'SkillDefined', 'skill { id }'] as const;
  const { skill } = await must<{ skill: { id: string } }>(world, defined, { key, name: key });
  for (const personId of holders) {
    const recognised = ['recogniseSkill', 'SkillRecognised', 'personSkill { id }'] as const;
    await must(world, recognised, { personId, skillId: skill.id, level: 3 });
  }
  return skill.id;
}

/** Shifts that are scheduled, each `[person, start, end]`; their ids. */
export async function givenShifts(
  world: World,
  siteId: string,
  times: readonly [string, string, string][],
): Promise<string[]> {
  const fields = 'shifts { shift { id } } refused { problems { message } breaches { rule found allowed } }';
  const shifts = times.map(([personId, startsAt, endsAt]) => ({ personId, siteId, startsAt, endsAt }));
  const scheduled = await must<{ shifts: { shift: Known }[]; refused: object[] }>(
    world,
    ['scheduleShifts', 'ShiftsScheduled', fields],
    { shifts },
  );
  if (scheduled.refused.length > 0) throw new Error(JSON.stringify(scheduled.refused));
  return scheduled.shifts.map(({ shift }) => shift.id);
}
