import type { Transaction } from '@courtesy/persistence';
import type { DueParts } from '@courtesy/subgraph';
import { queuesAround } from '../routing-queue/routing-queue.store.ts';
import type { RoutingQueue } from '../routing-queue/routing-queue.ts';
import { offeredEvent } from './assignment-events.ts';
import { addRound, earliestOffersOf } from './assignment.store.ts';
import { assignmentOf, type Assignment, type NothingCause } from './assignment.ts';
import type { PersonFacts } from './candidate.ts';
import { endWhatIsOver } from './ending.commands.ts';
import { factsOfTeams } from './person-facts.store.ts';
import { decideRound, inOrder, type RoundOutcome, type WaitingCase } from './round.ts';
import { holdWaiting, lockTeams, waitingIn } from './waiting.store.ts';

/** How many offers a round makes at most. */
export const MAX_OFFERS = 200;
/** How many waiting cases of each team a round reads first, beyond two for each who asks; how many each time it reads on, and how often it reads. */
const FIRST_READ = 20;
const READ_ON = 200;
const READS = 6;

/** For whom work is given out. */
export interface RoundWanted {
  readonly teamId: string;
  /** People of the team who ask. None when nobody does: then only what comes by itself is given out. */
  readonly askers: readonly string[];
}

/** What a round gave out, and why an asker has no new offer. */
export interface RoundResult {
  /** New ones, and the earliest of each asker who had some to answer. */
  readonly offers: readonly Assignment[];
  readonly refused: ReadonlyMap<string, NothingCause>;
}

/** What a round goes by. */
interface Ground {
  readonly at: Date;
  readonly askers: readonly string[];
  readonly queues: readonly RoutingQueue[];
  readonly served: readonly RoutingQueue[];
  readonly people: readonly PersonFacts[];
}

/** Decides, and holds the cases that are to be offered; decides again without those that somebody else holds or has given away meanwhile. */
async function decideHeld(tx: Transaction, ground: Ground, waiting: readonly WaitingCase[]): Promise<RoundOutcome> {
  const held = new Set<string>();
  const byId = new Map(ground.queues.map((queue) => [queue.id, queue]));
  let left = [...waiting];
  for (;;) {
    const outcome = decideRound({ ...ground, queues: byId, waiting: left, limit: MAX_OFFERS });
    const wanted = outcome.offerings.map((each) => each.waiting.caseId).filter((id) => !held.has(id));
    if (wanted.length === 0) return outcome;
    const got = await holdWaiting(tx.manager, wanted);
    got.forEach((id) => held.add(id));
    if (got.size === wanted.length) return outcome;
    const lost = new Set(wanted.filter((id) => !got.has(id)));
    left = left.filter(({ caseId }) => !lost.has(caseId));
  }
}

/** Reads what waits, and further while it serves nobody who asks: what no one can take now must not hide what somebody can. */
async function decide(tx: Transaction, ground: Ground): Promise<RoundOutcome & { readonly hasWaiting: boolean }> {
  const { queues, served, at, askers } = ground;
  const waiting: WaitingCase[] = [];
  let [offset, limit] = [0, askers.length > 0 ? FIRST_READ + 2 * askers.length : MAX_OFFERS];
  for (let read = 1; ; read += 1) {
    const page = await waitingIn(tx.manager, { queues, served, at, limit, offset });
    waiting.push(...page);
    const outcome = await decideHeld(tx, ground, waiting.sort(inOrder));
    const given = new Set(outcome.offerings.map(({ personId }) => personId));
    const isServed = askers.length > 0 ? askers.every((id) => given.has(id)) : outcome.offerings.length > 0;
    if (isServed || page.length < limit || read === READS) return { ...outcome, hasWaiting: waiting.length > 0 };
    [offset, limit] = [offset + limit, READ_ON];
  }
}

/** The queues that a round serves, their teams locked in the order of their ids: what people were given is counted by one at a time. */
export interface OpenRound extends RoundWanted {
  readonly queues: readonly RoutingQueue[];
  readonly served: readonly RoutingQueue[];
  readonly teams: readonly string[];
}

/** Begins a round for a team, of its own queues and of those that overflow into it: two statements. */
export async function openRound(tx: Transaction, wanted: RoundWanted): Promise<OpenRound> {
  const { teamId, askers } = wanted;
  const queues = await queuesAround(tx.manager, teamId);
  const served = queues.filter(
    (queue) =>
      (queue.teamId === teamId || queue.overflowTeamId === teamId) && (askers.length > 0 || queue.delivery === 'PUSH'),
  );
  const teams = new Set(
    served.flatMap((each) => (each.overflowTeamId ? [each.teamId, each.overflowTeamId] : [each.teamId])),
  );
  await lockTeams(tx.manager, [...teams]);
  return { ...wanted, queues, served, teams: [...teams] };
}

/**
 * Gives out what waits, within the caller's transaction: reads what is known of everybody, decides, and puts each offer on record with what was
 * decided about everybody. About ten statements, however many offers.
 */
export async function giveOut(
  tx: Transaction,
  { newId }: Pick<DueParts, 'newId'>,
  round: OpenRound & { readonly at: Date },
): Promise<RoundResult> {
  const { at, queues, served, teams } = round;
  if (served.length === 0) return { offers: [], refused: new Map(round.askers.map((id) => [id, 'NO_QUEUE'])) };
  await endWhatIsOver(tx, at);
  // Work may have come to somebody by itself while they stood in line.
  const open = round.askers.length > 0 ? await earliestOffersOf(tx.manager, round.askers, at) : [];
  const hasOpen = new Set(open.map(({ personId }) => personId));
  const askers = round.askers.filter((id) => !hasOpen.has(id));
  if (open.length > 0 && askers.length === 0) return { offers: open, refused: new Map() };
  const people = await factsOfTeams(tx.manager, teams, { at, askers });
  const { offerings, refused, hasWaiting } = await decide(tx, { at, askers, queues, served, people });
  const roundId = newId('rrnd');
  const offers = offerings.map((each, place) => assignmentOf(each, { id: newId('asgn'), roundId, place, at }));
  if (offers.length > 0) await addRound(tx.manager, { id: roundId, at, people }, offers);
  tx.emit(...offers.map(offeredEvent));
  const because = (id: string): NothingCause => (hasWaiting ? (refused.get(id) ?? 'PASSED_OVER') : 'NOTHING_WAITS');
  return { offers: [...open, ...offers], refused: new Map(askers.map((id) => [id, because(id)])) };
}
