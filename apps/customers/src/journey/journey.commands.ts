import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  JourneyStageInput,
  PublishJourneyInput,
  ReviseJourneyInput,
  TagTouchpointInput,
  UntagTouchpointInput,
} from '@courtesy/graph-types/customers';
import {
  problemsOfJourney,
  problemsOfTag,
  stagesOf,
  touchpointsOf,
  type Journey,
  type JourneyPublished,
  type TouchpointTagged,
  type TouchpointUntagged,
  type TouchpointVisit,
} from './journey.ts';
import { addTag, lockJourney, removeTag, saveJourney, touchpointIdsOf, touchpointsById } from './journey.store.ts';

/** Which version of which journey is to be, and how it is called. */
interface NextVersion {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly stages: readonly JourneyStageInput[];
}

async function publish(
  { actor, now, newId }: Context,
  tx: Transaction,
  { stages: given, ...next }: NextVersion,
): Promise<JourneyPublished> {
  const at = now();
  const stages = stagesOf(next.id, given, () => newId('tpnt'));
  const journey: Journey = { ...next, stages, publishedBy: actor.subject, publishedAt: at };
  const touchpoints = touchpointsOf(stages);
  await saveJourney(tx.manager, journey, touchpoints);
  tx.emit({
    ...{ type: 'courtesy.journey.published.v1', subject: journey.id, sequence: journey.number, time: at },
    data: { number: journey.number, touchpointIds: touchpoints.map(({ id }) => id), at: at.toISOString() },
  });
  return { type: 'JourneyPublished', journey };
}

/** Publishes a journey nobody had drawn so far. */
export async function publishJourney(
  context: Context,
  input: PublishJourneyInput,
): Promise<JourneyPublished | InvalidInput | IdempotencyKeyReused> {
  const problems = problemsOfJourney(input, new Set());
  if (problems.length > 0) return invalidInput(problems);
  const { idempotencyKey: key, name, stages } = input;
  const request = { key, operation: 'publishJourney', subject: context.actor.subject, input, now: context.now() };
  return context.db.transaction((tx) =>
    once(tx, request, () => publish(context, tx, { id: context.newId('jrny'), number: 1, name, stages })),
  );
}

/** Publishes the next version of a journey. What was tagged stays with the touchpoints that are named by their ids. */
export function reviseJourney(
  context: Context,
  input: ReviseJourneyInput,
): Promise<JourneyPublished | NotFound | StaleVersion<Journey> | InvalidInput> {
  const { journeyId, expectedVersion, stages } = input;
  return context.db.transaction(async (tx) => {
    const current = await lockJourney(tx.manager, journeyId);
    if (!current) return notFound(journeyId);
    const expected = expectedVersion ?? current.number;
    if (expected !== current.number) return staleVersion(expected, current);
    const name = input.name ?? current.name;
    const problems = problemsOfJourney({ name, stages }, await touchpointIdsOf(tx.manager, journeyId));
    if (problems.length > 0) return invalidInput(problems);
    return publish(context, tx, { id: journeyId, number: current.number + 1, name, stages });
  });
}

const tagEvent = (told: 'tagged' | 'untagged', tag: TouchpointVisit, time: Date): NewEvent => ({
  ...{ type: `courtesy.touchpoint.${told}.v1` as const, subject: tag.id, sequence: told === 'tagged' ? 1 : 2, time },
  data: {
    ...{ touchpointId: tag.touchpointId, caseId: tag.caseId, feedbackId: tag.feedbackId },
    at: time.toISOString(),
  },
});

/** Says that a case or feedback was about a touchpoint. Said again, it is what it was. */
export async function tagTouchpoint(
  context: Context,
  input: TagTouchpointInput,
): Promise<TouchpointTagged | NotFound | InvalidInput> {
  const { db, actor, newId } = context;
  const now = context.now();
  const { touchpointId, caseId, feedbackId } = input;
  const problems = problemsOfTag(input);
  if (problems.length > 0) return invalidInput(problems);
  if (!(await context.load(touchpointsById, touchpointId, undefined))) return notFound(touchpointId);
  const wanted: TouchpointVisit = {
    ...{ id: newId('tpvs'), touchpointId, caseId: caseId ?? null, feedbackId: feedbackId ?? null },
    ...{ taggedBy: actor.subject, taggedAt: now },
  };
  return db.transaction(async (tx) => {
    const { tag, isNew } = await addTag(tx.manager, wanted);
    if (isNew) tx.emit(tagEvent('tagged', tag, now));
    return { type: 'TouchpointTagged' as const, touchpointVisit: tag };
  });
}

/** Takes back that a case or feedback was about a touchpoint. */
export function untagTouchpoint(
  { db, now }: Context,
  { touchpointVisitId }: UntagTouchpointInput,
): Promise<TouchpointUntagged | NotFound> {
  return db.transaction(async (tx) => {
    const tag = await removeTag(tx.manager, touchpointVisitId);
    if (!tag) return notFound(touchpointVisitId);
    tx.emit(tagEvent('untagged', tag, now()));
    return { type: 'TouchpointUntagged' as const, touchpointVisit: tag };
  });
}
