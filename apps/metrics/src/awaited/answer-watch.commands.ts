import type { EntityManager, EntitySchema } from 'typeorm';
import type { NewEvent } from '@courtesy/events';
import { dueWorker, type DueParts, type DueWorker, type Resource } from '@courtesy/subgraph';
import { unansweredIdea } from '../idea/idea-events.ts';
import { saveIdeas } from '../idea/idea.store.ts';
import { ideaTable } from '../idea/idea.table.ts';
import { unansweredInsight } from '../insight/insight-events.ts';
import { saveInsights } from '../insight/insight.store.ts';
import { insightTable } from '../insight/insight.table.ts';
import type { Awaited } from './awaited.ts';
import { nextAnswerDue, takeUnanswered } from './awaited.store.ts';

/** How many of a kind one transaction of the watch goes through. */
const BATCH = 100;

/** Something that is watched for an answer: where it is kept, and what is announced of it when none came in time. */
interface Watched<T extends Awaited> {
  readonly table: EntitySchema<T>;
  readonly save: (manager: EntityManager, changed: readonly T[]) => Promise<void>;
  readonly event: (unanswered: T, at: Date) => NewEvent;
}

/** Announces each of a kind that nobody answered in time, once, however many workers there are. Returns how many. */
const noticing =
  <T extends Awaited>({ table, save, event }: Watched<T>) =>
  ({ database, now }: Pick<DueParts, 'database' | 'now'>): Promise<number> =>
    database.transaction(async (tx) => {
      const at = now();
      const taken = await takeUnanswered(tx.manager, table, { at, most: BATCH });
      const noticed = taken.map((each) => ({ ...each, unansweredAt: at, version: each.version + 1 }));
      await save(tx.manager, noticed);
      for (const each of noticed) tx.emit(event(each, at));
      return noticed.length;
    });

const ofInsights = noticing({ table: insightTable, save: saveInsights, event: unansweredInsight });
const ofIdeas = noticing({ table: ideaTable, save: saveIdeas, event: unansweredIdea });

/** Announces every insight and idea that nobody answered in time. Returns how many. */
export const noticeUnanswered = async (parts: Pick<DueParts, 'database' | 'now'>): Promise<number> =>
  (await ofInsights(parts)) + (await ofIdeas(parts));

/** Notices within a second that nobody answered in time. */
export const answerWatch: Resource<DueWorker> = {
  name: 'answer watch',
  open: (host) =>
    dueWorker({
      ...{ name: 'answer watch', service: 'metrics', tables: host.tables },
      next: (manager) => nextAnswerDue(manager, [insightTable, ideaTable] as EntitySchema[]),
      take: noticeUnanswered,
    }).open(host),
  close: (worker) => worker.stop(),
};
