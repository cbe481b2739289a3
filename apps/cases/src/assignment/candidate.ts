import type { Channel, RoutingTieBreak, RoutingVerdict } from '@courtesy/graph-types/cases';
import { weightOf, type RoutingQueue } from '../routing-queue/routing-queue.ts';

/** What is known of somebody when work is given out, as it is kept with a round. Instants are whole milliseconds since 1970. */
export interface PersonFacts {
  readonly personId: string;
  /** Their work, as workforce calls it. */
  readonly role: string;
  readonly teamId: string | null;
  readonly isOnShift: boolean;
  readonly isOnLeave: boolean;
  /** Null while nobody has told. */
  readonly presence: string | null;
  /** How much of their whole capacity they are to be given, 0 to 100. */
  readonly percent: number;
  /** The level of each skill they have just then, by what rules name it. */
  readonly skills: Readonly<Record<string, number>>;
  /** What the cases in hand take that came by a queue, offers that are open among them. */
  readonly used: number;
  /** One of them takes the whole capacity. */
  readonly isBlocked: boolean;
  /** The channels of the cases in hand that somebody gave them otherwise. */
  readonly byHand: readonly Channel[];
  /** How many they were given since their shift began, or since midnight UTC where they work none: accepted ones, and offers that are open. */
  readonly given: number;
  /** When they were given the last of these; null when they were given none. */
  readonly lastGivenAt: number | null;
  /** They ask for work just now. */
  readonly isAsking: boolean;
}

/** A skill that is asked for one case. */
export interface AskedSkill {
  readonly skill: string;
  readonly level: number;
  readonly isMandatory: boolean;
  /** The case has waited so long that people without it are offered it too. */
  readonly isDropped: boolean;
}

/** One case that is to be given to somebody, as far as the choice goes. */
export interface Ask {
  readonly channel: Channel;
  readonly asked: readonly AskedSkill[];
  /** It has waited so long that the other team is offered it too. */
  readonly isOverflow: boolean;
  /** Who declined it or let an offer pass, and is not offered it again yet. */
  readonly declinedIds: readonly string[];
}

/** Who was chosen, by what, and what was decided about everybody in the order in which they were given. */
export interface Choice {
  readonly chosen: PersonFacts | null;
  readonly chosenBy: RoutingTieBreak | null;
  readonly verdicts: readonly RoutingVerdict[];
}

const hasSkill = ({ skills }: PersonFacts, { skill, level }: AskedSkill) => (skills[skill] ?? 0) >= level;

/** Why a person cannot be given any work of a queue just now, whatever the case; null when they can. */
function absence(person: PersonFacts, queue: RoutingQueue): RoutingVerdict | null {
  if (person.role !== 'AGENT') return 'NOT_AN_AGENT';
  if (queue.followsRoster && person.isOnLeave) return 'ON_LEAVE';
  if (queue.followsRoster && !person.isOnShift) return 'OFF_SHIFT';
  if (queue.followsPresence && person.presence === 'BREAK') return 'ON_BREAK';
  if (queue.followsPresence && person.presence !== 'AVAILABLE') return 'NOT_AVAILABLE';
  return queue.delivery === 'PULL' && !person.isAsking ? 'DID_NOT_ASK' : null;
}

/** Why a person cannot take one case; null when they can. */
function unfitness(person: PersonFacts, ask: Ask): RoutingVerdict | null {
  for (const each of ask.asked) {
    if (hasSkill(person, each)) continue;
    if (each.isMandatory) return 'LACKS_SKILL';
    if (!each.isDropped) return 'LACKS_PREFERRED_SKILL';
  }
  return ask.declinedIds.includes(person.personId) ? 'DECLINED_IT' : null;
}

/** Whether a person has no room for a case. */
function fullness(person: PersonFacts, ask: Ask, queue: RoutingQueue): RoutingVerdict | null {
  const byHand = person.byHand.map((channel) => weightOf(queue, channel));
  if (person.isBlocked || byHand.some(({ isExclusive }) => isExclusive)) return 'ON_EXCLUSIVE_WORK';
  const used = byHand.reduce((sum, { weight }) => sum + weight, person.used);
  const capacity = Math.floor((queue.capacity * person.percent) / 100);
  const { weight, isExclusive } = weightOf(queue, ask.channel);
  if (isExclusive) return used > 0 || capacity === 0 ? 'NO_CAPACITY' : null;
  return used + weight > capacity ? 'NO_CAPACITY' : null;
}

/** What removes a person from those a case can be given to; null when nothing does. */
function removal(person: PersonFacts, ask: Ask, queue: RoutingQueue): RoutingVerdict | null {
  const isOwn = person.teamId === queue.teamId;
  if (!isOwn && person.teamId !== queue.overflowTeamId) return 'IN_ANOTHER_TEAM';
  if (!isOwn && !ask.isOverflow) return 'NOT_YET_OVERFLOWING';
  return absence(person, queue) ?? unfitness(person, ask) ?? fullness(person, ask, queue);
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** What decides between two people who can both take a case, the first of these that tells them apart. Below zero: the first goes before. */
const tieBreaks = (ask: Ask, queue: RoutingQueue) => {
  const met = (person: PersonFacts) => ask.asked.filter((each) => hasSkill(person, each)).length;
  const isOther = ({ teamId }: PersonFacts) => Number(teamId !== queue.teamId);
  const breaks: readonly (readonly [RoutingTieBreak, (a: PersonFacts, b: PersonFacts) => number])[] = [
    ['OWN_TEAM', (a, b) => isOther(a) - isOther(b)],
    ['BEST_SKILLED', (a, b) => met(b) - met(a)],
    // Whoever is to be given half as much has their whole share with half as many.
    ['LEAST_GIVEN', (a, b) => a.given * b.percent - b.given * a.percent],
    ['LONGEST_IDLE', (a, b) => (a.lastGivenAt ?? -1) - (b.lastGivenAt ?? -1)],
    ['FIRST_KNOWN', (a, b) => compareText(a.personId, b.personId)],
  ];
  return breaks;
};

/**
 * Chooses whom one case is offered to. Says of everybody what was decided, and which tie-break put the chosen one before whoever came next:
 * own team, then the most of the skills that are asked, then the least given, then the longest idle, then who is known longest.
 */
export function choose(people: readonly PersonFacts[], ask: Ask, queue: RoutingQueue): Choice {
  const removed = people.map((person) => removal(person, ask, queue));
  const breaks = tieBreaks(ask, queue);
  const decisive = (a: PersonFacts, b: PersonFacts) => {
    for (const [name, compare] of breaks) {
      const order = compare(a, b);
      if (order !== 0) return { name, order };
    }
    return { name: 'FIRST_KNOWN' as const, order: 0 };
  };
  const first = (able: readonly PersonFacts[]) =>
    able.reduce<PersonFacts | null>((best, each) => (best && decisive(best, each).order <= 0 ? best : each), null);
  const able = people.filter((_, i) => removed[i] === null);
  const chosen = first(able);
  const second = first(able.filter((each) => each !== chosen));
  const verdicts = removed.map((each, i) => each ?? (people[i] === chosen ? 'CHOSEN' : 'PASSED_OVER'));
  if (!chosen) return { chosen, chosenBy: null, verdicts };
  return { chosen, chosenBy: second ? decisive(chosen, second).name : 'ONLY_CANDIDATE', verdicts };
}

/** A person after a case was offered to them. */
export function afterOffer(person: PersonFacts, ask: Pick<Ask, 'channel'>, given: { queue: RoutingQueue; at: Date }) {
  const { weight, isExclusive } = weightOf(given.queue, ask.channel);
  return {
    ...person,
    ...{ used: person.used + weight, isBlocked: person.isBlocked || isExclusive, isAsking: false },
    ...{ given: person.given + 1, lastGivenAt: given.at.getTime() },
  };
}
