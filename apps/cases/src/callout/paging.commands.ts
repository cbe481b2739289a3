import type { NewEvent } from '@courtesy/events';
import type { DueParts } from '@courtesy/subgraph';
import type { CoverVerdict } from '@courtesy/graph-types/cases';
import { LOOK_AGAIN_MS } from '../escalation/climbing.ts';
import { recordSearch } from '../escalation/cover-search.store.ts';
import { search } from '../escalation/cover-search.ts';
import type { RaisingParts } from '../escalation/raising.commands.ts';
import { candidatesFor } from '../person-copy/on-duty.store.ts';
import { addCallout, calledBy, saveCallout, takeCallouts } from './callout.store.ts';
import { page, uncovered, type Callout } from './callout.ts';

/** How many call-outs one transaction looks at. */
const BATCH = 50;

const types = {
  PAGED: 'courtesy.callout.paged.v1',
  ACKNOWLEDGED: 'courtesy.callout.acknowledged.v1',
  STOOD_DOWN: 'courtesy.callout.stood-down.v1',
} as const;

/** What other services are told of a call-out that stands elsewhere now; nothing while nobody is called, of which the cover gap tells. */
export function calloutEvents(callout: Callout, at: Date): NewEvent[] {
  const { status, siteId, caseId, customerId, urgency, level, requesterId, toPersonId, reason } = callout;
  if (status === 'UNCOVERED') return [];
  const acknowledgeBy = callout.acknowledgeBy?.toISOString() ?? null;
  const data = { siteId, caseId, customerId, urgency, status, level, requesterId, toPersonId, acknowledgeBy, reason };
  return [
    {
      ...{ type: types[status], subject: callout.id, sequence: callout.version, time: at },
      data: { ...data, at: at.toISOString() },
    },
  ];
}

/**
 * Calls whoever is on duty: the first time (version 0) a manager of the site, then the next in line, then whoever is above. When nobody is
 * left, the gap is on record once, and whoever comes on shift is called; whoever was called before may still answer.
 */
export async function call({ tx, at, newId }: RaisingParts, callout: Callout): Promise<Callout> {
  const { siteId, caseId, requesterId } = callout;
  const level = 'MANAGER';
  const isNew = callout.version === 0;
  const barred = new Map<string, CoverVerdict>();
  for (const personId of isNew ? [] : await calledBy(tx.manager, callout.id)) barred.set(personId, 'DID_NOT_ACCEPT');
  if (requesterId) barred.set(requesterId, 'IS_REQUESTER');
  const candidates = await candidatesFor(tx.manager, siteId, at);
  const { found, considered } = search(candidates, { level, teamId: null, barred });
  const asked = found && { personId: found.candidate.personId, level: found.level };
  const after = asked ? page(callout, asked, at) : uncovered(callout, new Date(at.getTime() + LOOK_AGAIN_MS));
  await (isNew ? addCallout(tx.manager, after) : saveCallout(tx.manager, after));
  if (asked || isNew || callout.status !== 'UNCOVERED')
    await recordSearch(tx, {
      ...{ id: newId('srch'), caseId, escalationId: null, calloutId: after.id, siteId, level },
      ...{ outcome: asked ? 'FOUND' : 'COVER_GAP', personId: after.toPersonId, considered, at },
    });
  tx.emit(...calloutEvents(after, at));
  return after;
}

/** Calls the next in line for the call-outs that nobody answered, and whoever is there now for those that found nobody. Answers how many. */
export function callNext({ database, now, newId }: DueParts): Promise<number> {
  return database.transaction(async (tx) => {
    const at = now();
    const due = await takeCallouts(tx.manager, at, BATCH);
    for (const callout of due) await call({ tx, at, newId }, callout);
    return due.length;
  });
}
