import { invalidInput, notFound, type InvalidInput, type NotFound, type Problem } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type IdempotencyKeyReused } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { PublishRoutingQueueInput, RetireRoutingQueueInput } from '@courtesy/graph-types/cases';
import { teamsBeyond } from '../person-copy/team-reach.store.ts';
import { addQueue, findQueue, latestOf, lockQueues, unknownSkills } from './routing-queue.store.ts';
import {
  problemsOfQueue,
  queueOf,
  type RoutingQueue,
  type RoutingQueueIsOver,
  type RoutingQueuePublished,
  type RoutingQueueRetired,
} from './routing-queue.ts';

const publishedEvent = ({
  id,
  key,
  number,
  teamId,
  overflowTeamId,
  isRetired,
  effectiveFrom,
}: RoutingQueue): NewEvent => ({
  ...{ type: 'courtesy.routing-queue.published.v1', subject: id, sequence: 1, time: effectiveFrom },
  data: { key, number, teamId, overflowTeamId, isRetired, effectiveFrom: effectiveFrom.toISOString() },
});

const askedBy = ({ skills, needs }: Pick<RoutingQueue, 'skills' | 'needs'>) => [
  ...skills.map(({ skill }) => skill),
  ...needs.map(({ skill }) => skill.skill),
];

/** The teams that a version speaks of. */
const teamsOf = ({ teamId, overflowTeamId }: Pick<RoutingQueue, 'teamId' | 'overflowTeamId'>) =>
  overflowTeamId ? [teamId, overflowTeamId] : [teamId];

/** What a caller may not do with a queue, of teams whose work is not theirs to give out. */
async function problemsOfReach(
  { actor, db }: Context,
  draft: Pick<RoutingQueue, 'key' | 'teamId' | 'overflowTeamId'>,
): Promise<Problem[]> {
  const beyond = await teamsBeyond(db.manager, actor, teamsOf(draft));
  const problems = beyond.map((id) => ({
    path: id === draft.teamId ? 'teamId' : 'overflowTeamId',
    message: 'is a team whose work is not for the caller to give out',
  }));
  const before = await latestOf(db.manager, draft.key);
  if (before && (await teamsBeyond(db.manager, actor, [before.teamId])).length > 0)
    problems.push({ path: 'key', message: 'is that of a queue of another team' });
  return problems;
}

/** Puts a version of a routing queue in force. */
export async function publishRoutingQueue(
  context: Context,
  input: PublishRoutingQueueInput,
): Promise<RoutingQueuePublished | InvalidInput | IdempotencyKeyReused> {
  const { actor, db } = context;
  const now = context.now();
  const draft = queueOf(input, { id: context.newId('rque'), at: now, by: actor.subject });
  const problems = problemsOfQueue(draft);
  for (const key of await unknownSkills(db.manager, askedBy(draft)))
    problems.push({ path: 'skills', message: `"${key}" is no skill that anybody has defined, or is retired` });
  problems.push(...(await problemsOfReach(context, draft)));
  if (problems.length > 0) return invalidInput(problems);
  const request = { key: input.idempotencyKey, operation: 'publishRoutingQueue', subject: actor.subject, input, now };
  return db.transaction((tx) =>
    once(tx, request, async () => {
      await lockQueues(tx.manager);
      const before = await latestOf(tx.manager, draft.key);
      const queue: RoutingQueue = { ...draft, number: (before?.number ?? 0) + 1 };
      await addQueue(tx.manager, queue);
      tx.emit(publishedEvent(queue));
      return { type: 'RoutingQueuePublished' as const, queue };
    }),
  );
}

/** Lets nothing be offered by a routing queue any more. */
export function retireRoutingQueue(
  context: Context,
  { queueId }: RetireRoutingQueueInput,
): Promise<RoutingQueueRetired | RoutingQueueIsOver | NotFound> {
  const now = context.now();
  return context.db.transaction(async (tx) => {
    await lockQueues(tx.manager);
    const named = await findQueue(tx.manager, queueId);
    const latest = named && (await latestOf(tx.manager, named.key));
    if (!latest || (await teamsBeyond(tx.manager, context.actor, [latest.teamId])).length > 0) return notFound(queueId);
    if (latest.id !== queueId || latest.isRetired) return { type: 'RoutingQueueIsOver' as const, queue: latest };
    const queue: RoutingQueue = {
      ...latest,
      ...{ id: context.newId('rque'), number: latest.number + 1, isRetired: true },
      ...{ effectiveFrom: now, publishedBy: context.actor.subject },
    };
    await addQueue(tx.manager, queue);
    tx.emit(publishedEvent(queue));
    return { type: 'RoutingQueueRetired' as const, queue };
  });
}
