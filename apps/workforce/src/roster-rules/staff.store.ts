import type { EntityManager } from 'typeorm';
import { addDays } from '@courtesy/kernel';
import { availabilityDuring } from '../availability/availability.store.ts';
import { spansOf, wishesOf } from '../availability/availability.ts';
import { leaveTable } from '../leave/leave.table.ts';
import { employmentsAt } from '../employment/employment.store.ts';
import type { Employment } from '../employment/employment.ts';
import { findPeople } from '../person/person.store.ts';
import { dateAt, datesBetween, dayOf, instantAt } from '../shift-template/local-time.ts';
import type { Span } from '../shift/shift.ts';
import { skillsOfPeopleAt } from '../skill/skill.store.ts';
import type { StaffMember } from './rule-check.ts';
import { youngWorkers } from './roster-rules.store.ts';

/** The approved leave of these people that shares time with a span, by person. */
async function leaveDuring(manager: EntityManager, personIds: readonly string[], { startsAt, endsAt }: Span) {
  const leaves = await manager
    .createQueryBuilder(leaveTable, 'l')
    .where(`l.personId = ANY (:personIds) AND l.status = 'APPROVED'`, { personIds })
    .andWhere('l.from < :endsAt AND l.until > :startsAt', { startsAt, endsAt })
    .orderBy('l.from')
    .getMany();
  return Map.groupBy(leaves, ({ personId }) => personId);
}

/** The skills that each of these people has from the first to the last instant of a span: one that expires within it does not count. */
async function skillsThroughout(manager: EntityManager, personIds: readonly string[], { startsAt, endsAt }: Span) {
  const last = new Date(endsAt.getTime() - 1);
  const [first, second] = [
    await skillsOfPeopleAt(manager, personIds, startsAt),
    await skillsOfPeopleAt(manager, personIds, last),
  ];
  return (id: string): string[] => {
    const held = new Set((second.get(id) ?? []).map(({ skillId }) => skillId));
    return (first.get(id) ?? []).map(({ skillId }) => skillId).filter((skillId) => held.has(skillId));
  };
}

/** The days of a span on which an agreement has somebody not work; none where it names no days. */
function daysOffDuring({ startsAt, endsAt }: Span, timeZone: string): (contract: Employment | null) => Span[] {
  const dates = datesBetween(dateAt(startsAt, timeZone), addDays(dateAt(endsAt, timeZone), 1));
  const days = dates.map((date) => ({
    day: dayOf(date),
    span: { startsAt: instantAt(date, '00:00', timeZone), endsAt: instantAt(addDays(date, 1), '00:00', timeZone) },
  }));
  return (contract) =>
    !contract || contract.days.length === 0
      ? []
      : days.filter(({ day }) => !contract.days.includes(day)).map(({ span }) => span);
}

/** What rules need to know of these people for a time, whoever asks; by person. Those who left are missing. A handful of statements, however many people. */
export async function staffDuring(
  manager: EntityManager,
  personIds: readonly string[],
  { startsAt, endsAt, timeZone }: Span & { readonly timeZone: string },
): Promise<Map<string, StaffMember>> {
  const span = { startsAt, endsAt };
  const people = await findPeople(manager, personIds);
  const skillsOf = await skillsThroughout(manager, personIds, span);
  const today = dateAt(startsAt, timeZone);
  const employments = await employmentsAt(manager, personIds, today);
  const leaves = await leaveDuring(manager, personIds, span);
  const said = Map.groupBy(await availabilityDuring(manager, personIds, span), ({ personId }) => personId);
  const offDays = daysOffDuring(span, timeZone);
  const minors = new Set(
    (await youngWorkers(manager, personIds)).filter(({ turns18On }) => turns18On > today).map(({ id }) => id),
  );
  const members = [...people.values()].filter(({ leftAt }) => leftAt === null || leftAt > startsAt);
  return new Map(
    members.map(({ id, teamId, jobRole, leftAt }) => {
      const own = said.get(id) ?? [];
      const contract = employments.get(id) ?? null;
      const cannot = own.filter(({ kind }) => kind === 'UNAVAILABLE').flatMap((each) => spansOf(each, span, timeZone));
      const away = (leaves.get(id) ?? []).map(({ from, until }) => ({ startsAt: from, endsAt: until }));
      const gone = leftAt && leftAt < endsAt ? [{ startsAt: leftAt, endsAt }] : [];
      const member: StaffMember = {
        ...{ id, teamId, jobRole, isMinor: minors.has(id), skillIds: skillsOf(id) },
        contract: contract && { leastMinutes: contract.leastMinutes, mostMinutes: contract.mostMinutes },
        ...{ unavailable: [...away, ...cannot, ...gone, ...offDays(contract)], wishes: wishesOf(own, span, timeZone) },
        isAway: away.length + cannot.length + gone.length > 0,
      };
      return [id, member];
    }),
  );
}
