import {
  contextOfWork,
  dueWorker,
  scopesOf,
  type DueWorker,
  type Resource,
  type ResourceHost,
} from '@courtesy/subgraph';
import { linkWithin } from '../case-link/case-link.commands.ts';
import { openMatter } from '../case/case.commands.ts';
import { subjectOf } from './survey-follow-up.ts';
import { isCase, nextFollowUpAt, saveFollowUp, takeFollowUp } from './survey-follow-up.store.ts';

/**
 * Opens the case of one bad answer that waits for it, for the desk that had the matter in hand: what it is caused by is linked to it. Nobody is given it
 * by name, since it is about somebody's work. Answers how many it opened.
 */
export async function openFollowUp(host: ResourceHost): Promise<number> {
  const actor = {
    ...{ subject: 'service:surveys', role: 'SERVICE' as const, reach: 'ALL' as const },
    scopes: scopesOf('AGENT'),
  };
  const context = contextOfWork(host, actor, 'what a customer said in a survey');
  return host.database.transaction(async (tx) => {
    const followUp = await takeFollowUp(tx.manager);
    if (!followUp) return 0;
    const { id, customerId, siteId, teamId, aboutCaseId } = followUp;
    const opened = await openMatter(context, tx, {
      ...{ type: 'REQUEST', priority: 'HIGH', channel: 'PORTAL', subject: subjectOf(followUp) },
      ...{ customerId, siteId, teamId, openedAt: context.now() },
      externalReference: { source: 'survey', id },
    });
    await saveFollowUp(tx.manager, id, opened.id);
    if (aboutCaseId !== null && (await isCase(tx.manager, aboutCaseId)))
      await linkWithin(context, tx, { kind: 'CAUSED_BY', fromId: opened.id, toId: aboutCaseId, note: null });
    return 1;
  });
}

/** Opens cases of bad answers as they come. */
export const followUpDesk: Resource<DueWorker> = {
  name: 'survey follow-ups',
  open: (host) =>
    dueWorker({
      ...{ name: 'survey follow-ups', service: 'cases', tables: host.tables, next: nextFollowUpAt },
      take: ({ database }) => openFollowUp({ ...host, database }),
    }).open(host),
  close: (worker) => worker.stop(),
};
