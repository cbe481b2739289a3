import { durationOf, type Duration } from '@courtesy/kernel';
import type { CasePriority, Channel, RoutingTieBreak, RoutingVerdict } from '@courtesy/graph-types/cases';
import type { QueueSkill, RoutingQueue } from '../routing-queue/routing-queue.ts';
import { afterOffer, choose, type Ask, type AskedSkill, type PersonFacts } from './candidate.ts';

/** A case that nobody has, and that nobody is offered just now. */
export interface WaitingCase {
  readonly caseId: string;
  readonly queueId: string;
  readonly channel: Channel;
  readonly priority: CasePriority;
  readonly openedAt: Date;
  /** The adjustments made for its customer that a queue can know of. */
  readonly adjustments: readonly string[];
  readonly declinedIds: readonly string[];
}

/** One case that is offered to somebody, and how that came. */
export interface Offering {
  readonly waiting: WaitingCase;
  readonly queue: RoutingQueue;
  readonly personId: string;
  readonly ask: Ask;
  readonly waited: Duration;
  readonly chosenBy: RoutingTieBreak;
  /** In the order of the people of the round. */
  readonly verdicts: readonly RoutingVerdict[];
}

/** What a round begins with. */
export interface RoundInput {
  readonly at: Date;
  /** In an order that stays: verdicts are kept in it. */
  readonly people: readonly PersonFacts[];
  readonly queues: ReadonlyMap<string, RoutingQueue>;
  /** In the order in which they are to be given. */
  readonly waiting: readonly WaitingCase[];
  /** People who ask for work. When there are any, the round ends as soon as each of them has an offer. */
  readonly askers: readonly string[];
  /** How many offers it makes at most. */
  readonly limit: number;
}

/** What keeps somebody from a case, or who goes before them. */
export type Refusal = Exclude<RoutingVerdict, 'CHOSEN'>;

/** What a round came to. */
export interface RoundOutcome {
  readonly offerings: readonly Offering[];
  /** Of each asker who has no offer: what was decided about them for the first case that they were considered for. */
  readonly refused: ReadonlyMap<string, Refusal>;
}

const ranks: Readonly<Record<CasePriority, number>> = { URGENT: 0, HIGH: 1, NORMAL: 2, LOW: 3 };

/** The order in which cases are given: the most urgent first, then whoever waits longest; declining one takes none of its age. */
export function inOrder(a: WaitingCase, b: WaitingCase): number {
  const byAge = ranks[a.priority] - ranks[b.priority] || a.openedAt.getTime() - b.openedAt.getTime();
  return byAge || (a.caseId < b.caseId ? -1 : 1);
}

const askedSkill = ({ skill, level, isMandatory, dropAfter }: QueueSkill, waited: Duration): AskedSkill => ({
  ...{ skill, level, isMandatory },
  isDropped: !isMandatory && dropAfter !== null && waited >= dropAfter,
});

/** What a case asks for after its wait. A skill that both the queue and an adjustment ask for is asked at the higher level, mandatory if either is. */
export function askOf(waiting: WaitingCase, queue: RoutingQueue, waited: Duration): Ask {
  const needed = queue.needs.filter(({ need }) => waiting.adjustments.includes(need)).map(({ skill }) => skill);
  const bySkill = new Map<string, AskedSkill>();
  for (const each of [...queue.skills, ...needed].map((skill) => askedSkill(skill, waited))) {
    const other = bySkill.get(each.skill);
    bySkill.set(each.skill, {
      ...{ skill: each.skill, level: Math.max(each.level, other?.level ?? 1) },
      isMandatory: each.isMandatory || (other?.isMandatory ?? false),
      isDropped: each.isDropped && (other?.isDropped ?? true),
    });
  }
  return {
    ...{ channel: waiting.channel, asked: [...bySkill.values()], declinedIds: waiting.declinedIds },
    isOverflow: queue.overflowAfter !== null && waited >= queue.overflowAfter,
  };
}

/** Gives out waiting cases one after another, each to whoever goes first for it after the cases before. */
export function decideRound({ at, queues, waiting, limit, ...given }: RoundInput): RoundOutcome {
  const people = [...given.people];
  const unserved = new Set(given.askers);
  const refused = new Map<string, Refusal>();
  const offerings: Offering[] = [];
  for (const each of waiting) {
    if (offerings.length >= limit || (given.askers.length > 0 && unserved.size === 0)) break;
    const queue = queues.get(each.queueId);
    if (!queue) continue;
    const waited = durationOf(Math.max(0, at.getTime() - each.openedAt.getTime()));
    const ask = askOf(each, queue, waited);
    const { chosen, chosenBy, verdicts } = choose(people, ask, queue);
    people.forEach(({ personId }, i) => {
      const verdict = verdicts[i];
      if (verdict && verdict !== 'CHOSEN' && unserved.has(personId) && !refused.has(personId))
        refused.set(personId, verdict);
    });
    if (!chosen || !chosenBy) continue;
    unserved.delete(chosen.personId);
    people[people.indexOf(chosen)] = afterOffer(chosen, ask, { queue, at });
    offerings.push({ waiting: each, queue, personId: chosen.personId, ask, waited, chosenBy, verdicts });
  }
  for (const { personId } of offerings) refused.delete(personId);
  return { offerings, refused };
}
