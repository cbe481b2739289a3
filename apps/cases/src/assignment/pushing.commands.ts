import type { EntityManager } from 'typeorm';
import { dueWorker, type DueParts, type DueWorker, type Resource } from '@courtesy/subgraph';
import { endWhatIsOver } from './ending.commands.ts';
import { nextLeaverAt } from './leaver.store.ts';
import { releaseLeaversWork } from './releasing.commands.ts';
import { giveOut, MAX_OFFERS, openRound } from './offering.commands.ts';
import { lookAtOnce, nextRoutingAt, takeLook, teamsToLookAt } from './waiting.store.ts';

/** How often the queue of a team is looked at while something waits in it, in milliseconds. */
const LOOK_AGAIN_MS = 1_000;

/** Looks at the queue of a team and gives out what comes by itself; nothing when another process has just done so. */
function pushTo(teamId: string, { database, now, newId }: DueParts): Promise<number> {
  return database.transaction(async (tx) => {
    const round = await openRound(tx, { teamId, askers: [] });
    const at = now();
    const isDue = await takeLook(tx.manager, teamId, { now: at, next: new Date(at.getTime() + LOOK_AGAIN_MS) });
    if (!isDue) return 0;
    const { offers } = await giveOut(tx, { newId }, { ...round, at });
    // A round that was full has left something that somebody can take.
    if (offers.length >= MAX_OFFERS) await lookAtOnce(tx.manager, teamId, at);
    return offers.length;
  });
}

/** Ends the offers that have passed, and offers what waits to whoever is free. Answers how many offers ended and were made. */
export async function pushWork(parts: DueParts): Promise<number> {
  let count = await parts.database.transaction((tx) => endWhatIsOver(tx, parts.now()));
  for (const teamId of await teamsToLookAt(parts.database.manager, parts.now())) count += await pushTo(teamId, parts);
  return count;
}

/** The next instant at which something of this is due; null when nothing is. */
async function nextDue(manager: EntityManager): Promise<Date | null> {
  const [routing, leaver] = [await nextRoutingAt(manager), await nextLeaverAt(manager)];
  return routing && leaver ? (routing < leaver ? routing : leaver) : (routing ?? leaver);
}

/** Offers work within a second of when somebody could take it, that of people who have left among it. */
export const workPusher: Resource<DueWorker> = {
  name: 'pusher of work',
  open: (host) =>
    dueWorker({
      ...{ name: 'pusher of work', service: 'cases', tables: host.tables, next: nextDue },
      take: async (parts) =>
        (await releaseLeaversWork({ ...host, database: parts.database })) + (await pushWork(parts)),
    }).open(host),
  close: (worker) => worker.stop(),
};
