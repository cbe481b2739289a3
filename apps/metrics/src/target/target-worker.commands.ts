import { dueWorker, type DueWorker, type Resource } from '@courtesy/subgraph';
import { lookAtDue } from './checking.commands.ts';
import { nextTargetDue } from './target.store.ts';

/** Looks at every target once an hour while its period lasts, and once a day for five weeks after it. */
export const targetWatch: Resource<DueWorker> = {
  name: 'target watch',
  open: (host) =>
    dueWorker({
      ...{ name: 'target watch', service: 'metrics', tables: host.tables, next: nextTargetDue },
      take: (parts) => lookAtDue(parts, host),
    }).open(host),
  close: (worker) => worker.stop(),
};
