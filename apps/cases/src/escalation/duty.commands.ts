import { dueWorker } from '@courtesy/subgraph';
import { caseTable } from '../case/case.table.ts';
import { calloutTable } from '../callout/callout.table.ts';
import { callNext } from '../callout/paging.commands.ts';
import { interactionTable } from '../interaction/interaction.table.ts';
import { climbDue } from './climb.commands.ts';
import { nextLookAt } from './climb.store.ts';
import { coverSearchTable } from './cover-search.table.ts';
import { escalationTable } from './escalation.table.ts';
import { ladderTable } from './ladder.table.ts';

/** Lets cases climb, and looks for whoever is on duty, within a second of when it is due. */
export const dutyFinder = dueWorker({
  ...{ name: 'finder of whoever is on duty', service: 'cases' },
  tables: [caseTable, interactionTable, ladderTable, escalationTable, calloutTable, coverSearchTable],
  next: nextLookAt,
  take: async (parts) => (await climbDue(parts)) + (await callNext(parts)),
});
