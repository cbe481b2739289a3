import { dueWorker } from '@courtesy/subgraph';
import { callNext } from '../callout/paging.commands.ts';
import { climbDue } from './climb.commands.ts';
import { nextLookAt } from './climb.store.ts';

/** Lets cases climb, and looks for whoever is on duty, within a second of when it is due. */
export const dutyFinder = dueWorker({
  ...{ name: 'finder of whoever is on duty', service: 'cases' },
  next: nextLookAt,
  take: async (parts) => (await climbDue(parts)) + (await callNext(parts)),
});
