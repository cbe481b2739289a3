import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type Problem,
  type StaleVersion,
} from '@courtesy/kernel';
import { BadInput, once, type IdempotencyKeyReused } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  CustomerFilter,
  InputMaybe,
  RemoveSegmentInput,
  ReviseSegmentInput,
  SaveSegmentInput,
} from '@courtesy/graph-types/customers';
import { listCustomers } from '../customer/customer.store.ts';
import { defaultCountry } from '../settings.ts';
import {
  canonicalFilter,
  problemsOfSegment,
  readFilter,
  type Segment,
  type SegmentRemoved,
  type SegmentRevised,
  type SegmentSaved,
} from './segment.ts';
import { addSegment, lockOwnSegment, saveSegmentRow } from './segment.store.ts';

/** Who may save what everyone sees. */
const LEADS = 'automation:write';

/** What is wrong with a filter, found by asking for its first customer as it will be read back. */
async function problemsOfFilter(context: Context, filter: CustomerFilter): Promise<Problem[]> {
  try {
    const where = readFilter(canonicalFilter(filter));
    const { db, actor, now } = context;
    await listCustomers(db.manager, actor, { first: 1, where, now: now(), country: defaultCountry(context) });
    return [];
  } catch (error) {
    if (error instanceof BadInput) return [{ path: 'filter', message: error.message }];
    throw error;
  }
}

const said = (input: SaveSegmentInput | ReviseSegmentInput) => ({
  ...{ name: input.name.trim(), purpose: input.purpose?.trim() || null, audience: input.audience },
  filter: canonicalFilter(input.filter),
});

async function problemsOf(context: Context, input: SaveSegmentInput | ReviseSegmentInput): Promise<Problem[]> {
  const mayShare = context.actor.scopes.includes(LEADS);
  return [...problemsOfSegment(said(input), mayShare), ...(await problemsOfFilter(context, input.filter))];
}

/** Saves a segment. */
export async function saveSegment(
  context: Context,
  input: SaveSegmentInput,
): Promise<SegmentSaved | InvalidInput | IdempotencyKeyReused> {
  const problems = await problemsOf(context, input);
  if (problems.length > 0) return invalidInput(problems);
  const { db, actor, newId } = context;
  const now = context.now();
  const request = { key: input.idempotencyKey, operation: 'saveSegment', subject: actor.subject, input, now };
  return db.transaction((tx) =>
    once(tx, request, async () => {
      const saved = { savedBy: actor.subject, savedAt: now, removedAt: null, version: 1 };
      const segment: Segment = { id: newId('segm'), ...said(input), ...saved };
      await addSegment(tx.manager, segment);
      return { type: 'SegmentSaved' as const, segment };
    }),
  );
}

/** The one way of a change: lock, decide, save. Only whoever saved a segment changes it. */
function changeSegment<T extends SegmentRevised | SegmentRemoved>(
  { db, actor }: Context,
  { segmentId, expectedVersion }: { readonly segmentId: string; readonly expectedVersion?: InputMaybe<number> },
  decide: (current: Segment) => T,
): Promise<T | NotFound | StaleVersion<Segment>> {
  return db.transaction(async (tx) => {
    const current = await lockOwnSegment(tx.manager, actor, segmentId);
    if (!current) return notFound(segmentId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const changed = decide(current);
    await saveSegmentRow(tx.manager, changed.segment);
    return changed;
  });
}

/** Lets a segment be something else. */
export async function reviseSegment(
  context: Context,
  input: ReviseSegmentInput,
): Promise<SegmentRevised | NotFound | StaleVersion<Segment> | InvalidInput> {
  const problems = await problemsOf(context, input);
  if (problems.length > 0) return invalidInput(problems);
  return changeSegment(context, input, (current) => ({
    type: 'SegmentRevised',
    segment: { ...current, ...said(input), version: current.version + 1 },
  }));
}

/** Takes a segment away. */
export const removeSegment = (
  context: Context,
  input: RemoveSegmentInput,
): Promise<SegmentRemoved | NotFound | StaleVersion<Segment>> =>
  changeSegment(context, input, (current) => ({
    type: 'SegmentRemoved',
    segment: { ...current, removedAt: context.now(), version: current.version + 1 },
  }));
