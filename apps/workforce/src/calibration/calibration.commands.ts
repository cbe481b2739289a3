import { invalidInput, notFound, staleVersion, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  CloseCalibrationInput,
  OpenCalibrationInput,
  RateCalibrationInput,
} from '@courtesy/graph-types/workforce';
import { nothingThere } from '../directory/problems.ts';
import { findPeople } from '../person/person.store.ts';
import { findReviewableContacts } from '../reviewable/reviewable.store.ts';
import { currentVersion, findCriteria } from '../scorecard/scorecard.store.ts';
import { close, problemsOfCalibration, rateBlind, type Calibration } from './calibration.ts';
import { addCalibration, addCalibrationRating, lockCalibration, saveCalibration } from './calibration.store.ts';

const calibrationEvent = (calibration: Calibration, time: Date): NewEvent => ({
  ...{ type: 'courtesy.calibration.changed.v1', subject: calibration.id, sequence: calibration.version, time },
  data: {
    ...{ scorecardVersionId: calibration.scorecardVersionId, status: calibration.status },
    ...{ interactionIds: [...calibration.interactionIds], raterIds: [...calibration.raterIds] },
  },
});

/** Has several people rate the same contacts. */
export async function openCalibration(context: Context, input: OpenCalibrationInput) {
  const problems = problemsOfCalibration(input);
  if (problems.length > 0) return invalidInput(problems);
  const { actor } = context;
  const at = context.now();
  const request = { key: input.idempotencyKey, operation: 'openCalibration', subject: actor.subject, input, now: at };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const scorecardVersion = await currentVersion(tx.manager, input.scorecardId);
      if (!scorecardVersion) return notFound(input.scorecardId);
      const { interactionIds, raterIds } = input;
      const people = await findPeople(tx.manager, raterIds);
      const contacts = new Map(
        (await findReviewableContacts(tx.manager, interactionIds)).map((each) => [each.id, each]),
      );
      const wrong = [
        ...raterIds.flatMap((id, i) => (people.has(id) ? [] : [nothingThere(`raterIds[${i}]`, id)])),
        ...interactionIds.flatMap((id, i) => {
          const personId = contacts.get(id)?.personId;
          if (!personId) return [nothingThere(`interactionIds[${i}]`, id)];
          const message = 'was had by one of those who are to rate';
          return raterIds.includes(personId) ? [{ path: `interactionIds[${i}]`, message }] : [];
        }),
      ];
      if (wrong.length > 0) return invalidInput(wrong);
      const calibration: Calibration = {
        ...{ id: context.newId('clbr'), name: input.name.trim(), scorecardVersionId: scorecardVersion.id },
        ...{ interactionIds, raterIds, status: 'OPEN', openedById: actor.personId ?? null },
        ...{ openedAt: at, closedAt: null, version: 1 },
      };
      await addCalibration(tx.manager, calibration);
      tx.emit(calibrationEvent(calibration, at));
      return { type: 'CalibrationOpened' as const, calibration };
    }),
  );
}

interface CalibrationRequest {
  readonly calibrationId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** The one way of a change: lock, let the domain decide, save, announce. */
function changeCalibration<O extends { readonly type: string; readonly calibration?: Calibration }>(
  context: Context,
  { calibrationId, expectedVersion }: CalibrationRequest,
  decide: (current: Calibration, tx: Transaction) => Promise<O>,
): Promise<O | NotFound | StaleVersion<Calibration>> {
  return context.db.transaction(async (tx) => {
    const current = await lockCalibration(tx.manager, context.actor, calibrationId);
    if (!current) return notFound(calibrationId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const outcome = await decide(current, tx);
    const { calibration } = outcome;
    if (!calibration || calibration.version === current.version) return outcome;
    await saveCalibration(tx.manager, calibration);
    tx.emit(calibrationEvent(calibration, context.now()));
    return outcome;
  });
}

/** Rates one of the contacts. */
export const rateCalibration = (context: Context, input: RateCalibrationInput) =>
  changeCalibration(context, input, async (current, tx) => {
    const criteria = await findCriteria(tx.manager, [current.scorecardVersionId]);
    const by = { personId: context.actor.personId ?? null, at: context.now() };
    const outcome = rateBlind(current, { id: context.newId('crat'), given: input, criteria }, by);
    if (outcome.type !== 'CalibrationRated') return outcome;
    const isFirst = await addCalibrationRating(tx.manager, outcome.rating);
    return isFirst ? outcome : { type: 'NotYoursToCalibrate' as const, calibration: current };
  });

/** Lets everybody see what everybody found. */
export const closeCalibration = (context: Context, input: CloseCalibrationInput) =>
  changeCalibration(context, input, async (current) => close(current, context.now()));
