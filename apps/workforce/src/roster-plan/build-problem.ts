import { addDays } from '@courtesy/kernel';
import { countsIn } from '../rostering/recount.ts';
import type { CoverRule, Demand, Duty, RosterPerson, RosterProblem } from '../rostering/problem.ts';
import { countsAs, coverOn, wholeSpan, type StaffMember } from '../roster-rules/rule-check.ts';
import type { MinimumCover } from '../roster-rules/roster-rules.ts';
import { datesBetween, dateAt, dayOf, instantAt } from '../shift-template/local-time.ts';
import { dutiesOf, paidMinutes, type ShiftTemplate, type TemplateDuty } from '../shift-template/shift-template.ts';
import { overlaps, type Shift, type Span } from '../shift/shift.ts';
import type { WorkRules } from '../rostering/problem.ts';
import type { DemandPattern, RosterProposal } from './proposal.ts';

/** How many are needed in an interval, as it is on record. */
export interface Requirement extends Span {
  readonly scheduled: number;
  /** What they must be able to do; null for whatever. */
  readonly skillId: string | null;
}

/** All that a roster is made from. */
export interface Material {
  readonly proposal: Pick<RosterProposal, 'siteId' | 'fromDay' | 'untilDay' | 'request'>;
  readonly timeZone: string;
  readonly templates: readonly ShiftTemplate[];
  readonly staff: readonly StaffMember[];
  readonly requirements: readonly Requirement[];
  /** Shifts of these people before, within and after, that stay. */
  readonly taken: readonly Shift[];
  /** All shifts at the site within the time, by whomever: they do part of what is needed. */
  readonly present: readonly Shift[];
  /** Of those who work them: what they count as, by person. */
  readonly skillsOfPresent: ReadonlyMap<string, readonly string[]>;
  readonly work: WorkRules;
  readonly cover: readonly MinimumCover[];
}

const MINUTE_MS = 60_000;
const WEEK_MINUTES = 10_080;
/** One person too few for a quarter of an hour weighs as a wish of this weight; one too many a twentieth of it: a shift of eight hours is worth half an hour that somebody is needed. */
const UNDER_WEIGHT = 10;
const QUARTER_MINUTES = 15;
const PIECE_MS = 30 * MINUTE_MS;

const length = ({ startsAt, endsAt }: Span) => (endsAt.getTime() - startsAt.getTime()) / MINUTE_MS;

/** A demand whose weights follow its length. */
function demandOf(
  span: Span,
  siteId: string,
  { required, skillId }: { required: number; skillId: string | null },
): Demand {
  const underWeight = (UNDER_WEIGHT * length(span)) / QUARTER_MINUTES;
  const { startsAt, endsAt } = span;
  return { siteId, startsAt, endsAt, required, skillId, underWeight, overWeight: underWeight / 20 };
}

function demandOnDays(pattern: DemandPattern, { proposal, timeZone }: Material): Demand[] {
  const { startTime, endTime } = pattern;
  return datesBetween(proposal.fromDay, proposal.untilDay)
    .filter((date) => pattern.days.includes(dayOf(date)))
    .map((date) => ({
      startsAt: instantAt(date, startTime, timeZone),
      endsAt: instantAt(endTime > startTime ? date : addDays(date, 1), endTime, timeZone),
    }))
    .map((span) => demandOf(span, proposal.siteId, pattern));
}

/** The parts of a span between whose bounds the same shifts are worked, and how many of those count. */
function parts(span: Span, present: readonly Shift[]): (Span & { readonly count: number })[] {
  const beside = present.filter((shift) => overlaps(shift, span));
  const inside = beside
    .flatMap(({ startsAt, endsAt }) => [startsAt, endsAt])
    .filter((at) => at > span.startsAt && at < span.endsAt);
  const bounds = [...new Set([span.startsAt, ...inside, span.endsAt].map(Number))].sort((a, b) => a - b);
  return bounds.slice(0, -1).map((from, i) => {
    const part = { startsAt: new Date(from), endsAt: new Date(bounds[i + 1] ?? from) };
    return { ...part, count: beside.filter((shift) => overlaps(shift, part)).length };
  });
}

const counting = ({ present, skillsOfPresent }: Material, skillId: string | null) =>
  skillId === null ? present : present.filter(({ personId }) => skillsOfPresent.get(personId)?.includes(skillId));

/** A span in pieces of half an hour at most: whoever is there for half of a piece counts in it, so that it must not be longer than part of a shift. */
function pieces({ startsAt, endsAt }: Span): Span[] {
  const starts: number[] = [];
  for (let at = startsAt.getTime(); at < endsAt.getTime(); at += PIECE_MS) starts.push(at);
  return starts.map((at) => ({ startsAt: new Date(at), endsAt: new Date(Math.min(at + PIECE_MS, endsAt.getTime())) }));
}

/** What is still needed beside shifts that are there already. */
function remainingDemand(demand: readonly Demand[], material: Material): Demand[] {
  return demand.flatMap(({ siteId, skillId, required, ...span }) => {
    const present = counting(material, skillId);
    return pieces(span).map((piece) => {
      const whole = demandOf(piece, siteId, { required, skillId });
      const there = present.filter((shift) => countsIn(dutyOf(shift, material.timeZone), whole)).length;
      return { ...whole, required: Math.max(0, required - there) };
    });
  });
}

/** Pieces of the duties' time in which nobody is needed: whoever works there is one too many. */
function idleDemand(demand: readonly Demand[], duties: readonly Duty[], siteId: string): Demand[] {
  const whole = wholeSpan(duties);
  if (!whole) return [];
  const anybody = demand.filter(({ skillId }) => skillId === null);
  return pieces(whole)
    .filter((piece) => !anybody.some((each) => overlaps(each, piece)) && duties.some((each) => overlaps(each, piece)))
    .map((piece) => demandOf(piece, siteId, { required: 0, skillId: null }));
}

function remainingCover(cover: readonly CoverRule[], material: Material): CoverRule[] {
  return cover.flatMap((each) =>
    parts(each, counting(material, each.skillId))
      .filter(({ count }) => count < each.atLeast)
      .map(({ count, startsAt, endsAt }) => ({ ...each, startsAt, endsAt, atLeast: each.atLeast - count })),
  );
}

const dutyOf = (shift: Shift, timeZone: string): Duty => ({
  ...{ id: shift.id, templateId: shift.templateId ?? '', siteId: shift.siteId, requiredSkillIds: [] },
  ...{ startsAt: shift.startsAt, endsAt: shift.endsAt, breaks: shift.breaks },
  ...{ localDate: dateAt(shift.startsAt, timeZone), paidMinutes: paidMinutes(shift) },
});

/** The dates on which weeks of a roster begin, the first being its first day. */
function weeksOf(fromDay: string, untilDay: string): { readonly from: string; readonly until: string }[] {
  const dates = datesBetween(fromDay, untilDay);
  const starts = dates.filter((_, i) => i % 7 === 0);
  return starts.map((from, i) => ({ from, until: starts[i + 1] ?? untilDay }));
}

function personOf(member: StaffMember, material: Material): RosterPerson {
  const { proposal, timeZone, taken } = material;
  const { leastPercentOfContract, mostPercentOfContract } = proposal.request;
  const { contract } = member;
  const weeks = weeksOf(proposal.fromDay, proposal.untilDay).map((week) => {
    const days = datesBetween(week.from, week.until).length;
    const share = (minutes: number, percent: number) => (minutes * days * percent) / 700;
    return {
      minMinutes: contract && !member.isAway ? Math.floor(share(contract.leastMinutes, leastPercentOfContract)) : 0,
      maxMinutes: contract ? Math.ceil(share(contract.mostMinutes, mostPercentOfContract)) : WEEK_MINUTES,
    };
  });
  const own = taken.filter(({ personId }) => personId === member.id);
  return {
    ...{ id: member.id, skillIds: countsAs(member), isMinor: member.isMinor, weeks },
    ...{ unavailable: member.unavailable, wishes: member.wishes },
    taken: own.map((shift) => ({
      ...{ startsAt: shift.startsAt, endsAt: shift.endsAt },
      ...{ localDate: dateAt(shift.startsAt, timeZone), paidMinutes: paidMinutes(shift) },
    })),
  };
}

/** The problem whose solution is the roster, and its duties. */
export function problemOf(
  material: Material,
): Omit<RosterProblem, 'duties'> & { readonly duties: readonly TemplateDuty[] } {
  const { proposal, timeZone, requirements } = material;
  const { siteId, fromDay, untilDay, request } = proposal;
  const days = { from: fromDay, until: untilDay };
  const required = requirements.map((each) =>
    demandOf(each, siteId, { required: each.scheduled, skillId: each.skillId }),
  );
  const duties = dutiesOf(material.templates, days, timeZone);
  const demand = [...required, ...request.demand.flatMap((each) => demandOnDays(each, material))];
  return {
    ...{ from: instantAt(fromDay, '00:00', timeZone), until: instantAt(untilDay, '00:00', timeZone), timeZone },
    people: material.staff.map((member) => personOf(member, material)),
    duties,
    demand: [...remainingDemand(demand, material), ...idleDemand(demand, duties, siteId)],
    cover: remainingCover(coverOn(material.cover, { siteId, timeZone, ...days }), material),
    ...{ rules: material.work, fairnessWeight: request.fairnessWeight },
  };
}
