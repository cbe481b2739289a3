import type { Transaction } from '@courtesy/persistence';
import type { DueParts } from '@courtesy/subgraph';
import type { CoverVerdict, EscalationLevel } from '@courtesy/graph-types/cases';
import type { Case } from '../case/case.ts';
import { candidatesFor, placeOf } from '../person-copy/on-duty.store.ts';
import { recordSearch } from './cover-search.store.ts';
import { search } from './cover-search.ts';
import { escalationEvents } from './escalation-events.ts';
import { addEscalation, saveEscalation } from './escalation.store.ts';
import { ask, type Escalation } from './escalation.ts';

/** What raising needs beside what is raised. */
export interface RaisingParts extends Pick<DueParts, 'newId'> {
  readonly tx: Transaction;
  readonly at: Date;
}

/** What is to be raised: a new escalation (of version 0), or one for which nobody was found before. */
export interface Raising {
  readonly escalation: Escalation;
  /** The lowest level that would do. */
  readonly level: EscalationLevel;
  readonly case: Case;
  /** The case's escalations so far. */
  readonly history: readonly Escalation[];
}

/** Who is not asked, whether they are on shift or not: who raised it or has the case, and who was asked before without taking it. */
function barredFrom({ escalation, case: about, history }: Raising): Map<string, CoverVerdict> {
  const barred = new Map<string, CoverVerdict>();
  const chain = history.filter(
    ({ originId, wait }) => originId === escalation.originId || (wait !== null && wait === escalation.wait),
  );
  for (const { toPersonId, status } of chain) {
    if (toPersonId && status === 'EXPIRED') barred.set(toPersonId, 'DID_NOT_ACCEPT');
    if (toPersonId && status === 'RETURNED') barred.set(toPersonId, 'RETURNED_IT');
  }
  if (about.assigneeId) barred.set(about.assigneeId, 'HANDLES_IT');
  if (escalation.requesterId) barred.set(escalation.requesterId, 'IS_REQUESTER');
  return barred;
}

/**
 * Asks whoever is on duty: at the wanted level or, when nobody of it is there, above. When nobody is, the escalation waits for whoever comes on
 * shift, and the cover gap is on record: once for each level at which it was found, however often somebody is looked for. The caller has locked
 * the case.
 */
export async function raise({ tx, at, newId }: RaisingParts, raising: Raising): Promise<Escalation> {
  const { escalation, level, case: about } = raising;
  const siteId = await placeOf(tx.manager, about);
  const candidates = await candidatesFor(tx.manager, siteId, at);
  const { found, considered } = search(candidates, { level, teamId: about.teamId, barred: barredFrom(raising) });
  const isNew = escalation.version === 0;
  if (!found && !isNew && escalation.level === level) return escalation;
  const uncovered: Escalation = {
    ...escalation,
    ...{ status: 'UNCOVERED', level, toPersonId: null, acceptBy: null, version: escalation.version + 1 },
  };
  const asked = found && { ...found, personId: found.candidate.personId };
  const raised = asked ? ask(escalation, asked, at) : uncovered;
  await (isNew ? addEscalation(tx.manager, raised) : saveEscalation(tx.manager, raised));
  await recordSearch(tx, {
    ...{ id: newId('srch'), caseId: about.id, escalationId: raised.id, calloutId: null, siteId, level },
    ...{ outcome: found ? 'FOUND' : 'COVER_GAP', personId: raised.toPersonId, considered, at },
  });
  tx.emit(...escalationEvents(raised, about, at));
  return raised;
}
