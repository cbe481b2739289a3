import { isIdOf, type Problem } from '@courtesy/kernel';
import type { BulkCallDisposition, LogCallsInput, LogCallsItemInput } from '@courtesy/graph-types/cases';
import { referenceKey } from '../case/bulk.ts';
import { problemWithText } from '../case/case.ts';
import { noDetails } from '../interaction/details.ts';
import type { Interaction } from '../interaction/interaction.ts';

/** The most calls one bulk may carry. */
export const MAX_CALLS = 500;
/** The longest name of a line, a service or a reference, in characters. */
const MAX_LABEL = 200;

/** One item of a bulk that was taken. */
export interface BulkCall {
  readonly index: number;
  readonly disposition: BulkCallDisposition;
  readonly interaction: Interaction;
}

/** One item of a bulk that was refused. */
export interface RefusedCall {
  readonly index: number;
  readonly problems: readonly Problem[];
}

/** What became of a bulk of calls. */
export interface CallsLogged {
  readonly type: 'CallsLogged';
  readonly calls: readonly BulkCall[];
  readonly refused: readonly RefusedCall[];
}

/** One item of a bulk, and its place there. */
export interface CallItem {
  readonly index: number;
  readonly call: LogCallsItemInput;
}

const owners = {
  customerId: ['cust', 'customer'],
  siteId: ['site', 'site'],
  teamId: ['team', 'team'],
  personId: ['pers', 'person'],
} as const;

const problemsOfOwners = (call: LogCallsItemInput): Problem[] =>
  Object.entries(owners).flatMap(([path, [prefix, noun]]) => {
    const id = call[path as keyof typeof owners];
    if (typeof id !== 'string' || isIdOf(prefix, id)) return [];
    return [{ path, message: `"${id}" is not the id of a ${noun}` }];
  });

function problemsOfTexts({ externalReference, line, service }: LogCallsItemInput): Problem[] {
  const texts = { 'externalReference.source': externalReference.source, 'externalReference.id': externalReference.id };
  return Object.entries({ ...texts, line, service }).flatMap(([path, text]) => {
    const problem = typeof text === 'string' ? problemWithText(path, text, MAX_LABEL) : null;
    return problem ?? [];
  });
}

function problemsOfTimes(call: LogCallsItemInput, now: Date): Problem[] {
  const problems: Problem[] = [];
  if (call.occurredAt > now) problems.push({ path: 'occurredAt', message: 'lies in the future' });
  for (const path of ['queuedAt', 'answeredAt', 'endedAt'] as const) {
    const at = call[path];
    if (at && at < call.occurredAt) problems.push({ path, message: 'lies before the call came in' });
    if (at && at > now) problems.push({ path, message: 'lies in the future' });
  }
  for (const path of ['menuTime', 'waitTime', 'handleTime'] as const)
    if ((call[path] ?? 0) < 0) problems.push({ path, message: 'is negative' });
  return problems;
}

/** What only a call that came so far can have. */
function problemsOfOutcome(call: LogCallsItemInput): Problem[] {
  const given = (path: 'personId' | 'answeredAt' | 'handleTime' | 'queuedAt') => (call[path] ?? null) !== null;
  const problems: Problem[] = [];
  if (call.outcome !== 'ANSWERED')
    for (const path of ['personId', 'answeredAt', 'handleTime'] as const)
      if (given(path)) problems.push({ path, message: `is for answered calls; this one is ${call.outcome}` });
  if (call.outcome === 'LEFT_MENU') {
    if (given('queuedAt'))
      problems.push({ path: 'queuedAt', message: 'is for calls that waited; this one left the menu' });
    if ((call.waitTime ?? 0) > 0)
      problems.push({ path: 'waitTime', message: 'is for calls that waited; this one left the menu' });
  }
  return problems;
}

/** What is wrong with a call as given; empty when nothing is. */
export const problemsOfCall = (call: LogCallsItemInput, now: Date): Problem[] => [
  ...problemsOfTexts(call),
  ...problemsOfOwners(call),
  ...problemsOfTimes(call, now),
  ...problemsOfOutcome(call),
];

/** Sorts the calls of a bulk into those that can be taken and those that cannot, with the reasons. */
export function siftCalls({ calls }: LogCallsInput, now: Date): { taken: CallItem[]; refused: RefusedCall[] } {
  const seen = new Set<string>();
  const taken: CallItem[] = [];
  const refused: RefusedCall[] = [];
  for (const [index, call] of calls.entries()) {
    const problems = problemsOfCall(call, now);
    const key = referenceKey(call.externalReference);
    if (seen.has(key))
      problems.push({ path: 'externalReference', message: 'stands in this bulk before; send each call once' });
    seen.add(key);
    if (problems.length > 0) refused.push({ index, problems });
    else taken.push({ index, call });
  }
  return { taken, refused };
}

/** A logged call as a contact on record. */
export function contactOf(
  call: LogCallsItemInput,
  record: { readonly id: string; readonly at: Date; readonly by: string },
): Interaction {
  return {
    ...noDetails,
    id: record.id,
    caseId: null,
    customerId: call.customerId ?? null,
    channel: 'PHONE',
    direction: call.direction ?? 'INBOUND',
    occurredAt: call.occurredAt,
    recordedAt: record.at,
    recordedBy: record.by,
    personId: call.personId ?? null,
    handleMs: call.handleTime ?? null,
    body: '',
    isAutomatic: false,
    siteId: call.siteId ?? null,
    waitMs: call.waitTime ?? null,
    teamId: call.teamId ?? null,
    callOutcome: call.outcome,
    callLine: call.line ?? null,
    callService: call.service ?? null,
    callPriority: call.priority ?? null,
    menuMs: call.menuTime ?? null,
    queuedAt: call.queuedAt ?? null,
    answeredAt: call.answeredAt ?? null,
    endedAt: call.endedAt ?? null,
    supersedesId: null,
    correctionReason: null,
    source: call.externalReference.source,
    sourceId: call.externalReference.id,
  };
}
