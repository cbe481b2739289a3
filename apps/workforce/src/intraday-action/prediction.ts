import { meanOf, plannedFor, type Crew } from '../intraday/intraday.ts';
import { UNSTABLE } from '../staffing/erlang.ts';
import { performanceWith } from '../staffing/required-staff.ts';
import type { StaffingRequirement } from '../staffing/requirement.ts';
import type { Drafted } from './intraday-action.ts';

/** What an action does to one staffing requirement, as foretold. */
export interface IntradayEffect {
  readonly requirementId: string;
  readonly required: number;
  /** How many are planned on average without it, and with it. */
  readonly plannedBefore: number;
  readonly plannedAfter: number;
  /** The share of contacts that are answered in time without it, and with it; 0 where the queue grows without end. */
  readonly serviceLevelBefore: number;
  readonly serviceLevelAfter: number;
}

const HAIR = 1e-9;

/** The service level with whole agents: nothing where more comes than they can do. */
function levelWith(agents: number, { volume, handleMs, startsAt, endsAt }: StaffingRequirement, withinMs: number) {
  const intervalMs = endsAt.getTime() - startsAt.getTime();
  const served = performanceWith(agents, { volume, handleMs, intervalMs, patienceMs: null, concurrency: 1 }, withinMs);
  return served === UNSTABLE ? 0 : served.serviceLevel;
}

/** The service level with so many agents on average: part of the time there is one more than in the rest. By Erlang C: nobody gives up. */
export function serviceLevelWith(agents: number, requirement: StaffingRequirement, withinMs: number): number {
  const few = Math.floor(agents + HAIR);
  const share = Math.max(0, agents - few);
  const level = (1 - share) * levelWith(few, requirement, withinMs);
  return share < HAIR
    ? levelWith(few, requirement, withinMs)
    : level + share * levelWith(few + 1, requirement, withinMs);
}

/** The people as they would be with an action. */
const crewWith = (crew: readonly Crew[], { after, loan }: Drafted, before: Crew['shifts'][number]): Crew[] =>
  crew.map((each) => {
    if (each.personId !== after.personId) return each;
    const isIt = (shift: Crew['shifts'][number]) => shift.startsAt.getTime() === before.startsAt.getTime();
    const shifts = each.shifts.map((shift) => (isIt(shift) ? after : shift));
    return { ...each, shifts, loans: loan ? [...each.loans, loan] : each.loans };
  });

/** What an action would do to each of these requirements; those to which it does nothing are left out. */
export function effectsOf(
  drafted: Drafted,
  material: {
    readonly before: Crew['shifts'][number];
    readonly crew: readonly Crew[];
    readonly requirements: readonly StaffingRequirement[];
    readonly withinMs: number;
  },
): IntradayEffect[] {
  const { crew, requirements, before, withinMs } = material;
  const changed = crewWith(crew, drafted, before);
  return requirements.flatMap((requirement): IntradayEffect[] => {
    const span = { startsAt: requirement.startsAt, endsAt: requirement.endsAt };
    const plannedOf = (people: readonly Crew[]) => meanOf(plannedFor(people, requirement, span), span);
    const [plannedBefore, plannedAfter] = [plannedOf(crew), plannedOf(changed)];
    if (Math.abs(plannedAfter - plannedBefore) < HAIR) return [];
    const level = (agents: number) => serviceLevelWith(agents, requirement, withinMs);
    return [
      {
        ...{ requirementId: requirement.id, required: requirement.agents, plannedBefore, plannedAfter },
        ...{ serviceLevelBefore: level(plannedBefore), serviceLevelAfter: level(plannedAfter) },
      },
    ];
  });
}
