import { invalidInput, isIdOf, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { CalibrationStatus, OpenCalibrationInput, RateCalibrationInput } from '@courtesy/graph-types/workforce';
import { problemsOfText } from '../directory/problems.ts';
import { missingOf, ratingsFrom, type CriterionRating, type KeptRating } from '../quality-review/rating.ts';
import { pointsOf, type Criterion } from '../scorecard/scorecard.ts';
import { fleissKappa, krippendorffAlpha, nominal, ordinal } from './agreement.ts';

/** That several people rate the same contacts, each without seeing what the others find. It counts for nobody's score. */
export interface Calibration {
  readonly id: string;
  readonly name: string;
  readonly scorecardVersionId: string;
  readonly interactionIds: readonly string[];
  readonly raterIds: readonly string[];
  readonly status: CalibrationStatus;
  readonly openedById: string | null;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly version: number;
}

/** How one of them rated one contact; never changed. */
export interface KeptCalibrationRating {
  readonly id: string;
  readonly calibrationId: string;
  readonly interactionId: string;
  readonly raterId: string;
  readonly ratings: readonly KeptRating[];
  readonly comment: string;
  readonly givenAt: Date;
}

/** What came of something done with a calibration. */
export interface CalibrationOutcome<T extends string> {
  readonly type: T;
  readonly calibration: Calibration;
}

/** It is open. */
export type CalibrationOpened = CalibrationOutcome<'CalibrationOpened'>;
/** One more contact has the ratings of one of them. */
export type CalibrationRated = CalibrationOutcome<'CalibrationRated'>;
/** Everybody can see what everybody found. */
export type CalibrationClosed = CalibrationOutcome<'CalibrationClosed'>;
/** It is closed. */
export type CalibrationIsClosed = CalibrationOutcome<'CalibrationIsClosed'>;
/** The caller was not asked to rate, or has rated this contact. */
export type NotYoursToCalibrate = CalibrationOutcome<'NotYoursToCalibrate'>;

/** The most contacts and the most people of a calibration. */
export const [MAX_CONTACTS, MAX_RATERS] = [50, 20];
const MAX_TEXT = 5_000;

const list = (
  path: string,
  ids: readonly string[],
  [prefix, least, most]: readonly [string, number, number],
): Problem[] => [
  ...(ids.length >= least && ids.length <= most
    ? []
    : [{ path, message: `are ${ids.length}; give ${least} to ${most}` }]),
  ...ids.flatMap((id, i) => [
    ...(isIdOf(prefix, id) ? [] : [{ path: `${path}[${i}]`, message: `"${id}" is of something else` }]),
    ...(ids.indexOf(id) < i ? [{ path: `${path}[${i}]`, message: 'is there twice' }] : []),
  ]),
];

/** What is wrong with a calibration in itself. */
export const problemsOfCalibration = (given: OpenCalibrationInput): Problem[] => [
  ...problemsOfText('name', given.name, 200),
  ...list('interactionIds', given.interactionIds, ['intr', 1, MAX_CONTACTS]),
  ...list('raterIds', given.raterIds, ['pers', 2, MAX_RATERS]),
];

/** A contact of a calibration is rated. */
export function rateBlind(
  current: Calibration,
  {
    id,
    given,
    criteria,
  }: { readonly id: string; readonly given: RateCalibrationInput; readonly criteria: readonly Criterion[] },
  by: { readonly personId: string | null; readonly at: Date },
):
  | (CalibrationRated & { readonly rating: KeptCalibrationRating })
  | CalibrationIsClosed
  | NotYoursToCalibrate
  | InvalidInput {
  const { personId: raterId } = by;
  if (raterId === null || !current.raterIds.includes(raterId))
    return { type: 'NotYoursToCalibrate', calibration: current };
  if (current.status === 'CLOSED') return { type: 'CalibrationIsClosed', calibration: current };
  const { interactionId, comment } = given;
  if (!current.interactionIds.includes(interactionId))
    return invalidInput([{ path: 'interactionId', message: 'is no contact of this calibration' }]);
  const read = ratingsFrom(criteria, given.ratings);
  if (read.type === 'InvalidInput') return read;
  const missing = missingOf(criteria, read.ratings).map(({ key }) => ({ path: 'ratings', message: `lack ${key}` }));
  const problems = [...missing, ...problemsOfText('comment', comment, MAX_TEXT)];
  if (problems.length > 0) return invalidInput(problems);
  const rating = {
    id,
    calibrationId: current.id,
    interactionId,
    raterId,
    ratings: read.ratings,
    comment,
    givenAt: by.at,
  };
  return { type: 'CalibrationRated', calibration: { ...current, version: current.version + 1 }, rating };
}

/** Closes. */
export const close = (current: Calibration, at: Date): CalibrationClosed | CalibrationIsClosed =>
  current.status === 'CLOSED'
    ? { type: 'CalibrationIsClosed', calibration: current }
    : {
        type: 'CalibrationClosed',
        calibration: { ...current, status: 'CLOSED', closedAt: at, version: current.version + 1 },
      };

/** How far those who rated agree on one criterion, or on all. */
export interface Agreement {
  readonly criterion: Criterion | null;
  /** How many contacts, or contacts and criteria, have the ratings of two people or more. */
  readonly compared: number;
  /** How many pairs of ratings of the same are the same, of all such pairs. */
  readonly alike: number;
  readonly pairs: number;
  /** Krippendorff's alpha by order; null where chance alone would have them agree. */
  readonly alpha: number | null;
  /** Fleiss' kappa; null where chance alone would, or not everybody rated everything as applicable. */
  readonly kappa: number | null;
}

function agreementOf(
  criterion: Criterion | null,
  units: readonly (readonly number[])[],
  { raters, places }: { readonly raters: number; readonly places: number },
): Agreement {
  const compared = units.filter((unit) => unit.length > 1);
  const pairs = compared.flatMap((unit) => unit.flatMap((one, i) => unit.slice(i + 1).map((other) => one === other)));
  const whole = compared.length > 0 && compared.every((unit) => unit.length === raters);
  const counts = compared.map((unit) =>
    Array.from({ length: places }, (_, place) => unit.filter((each) => each === place + 1).length),
  );
  const by = places === 2 ? nominal : ordinal(compared);
  return {
    ...{ criterion, compared: compared.length, pairs: pairs.length, alike: pairs.filter(Boolean).length },
    alpha: krippendorffAlpha(compared, by),
    kappa: whole ? fleissKappa(counts) : null,
  };
}

/** How far those who rated agree: on each criterion of the version, and on all together where all have one scale. */
export function agreementsOf(
  { interactionIds, raterIds }: Calibration,
  criteria: readonly Criterion[],
  ratings: readonly KeptCalibrationRating[],
): { readonly overall: Agreement | null; readonly criteria: readonly Agreement[] } {
  const raters = raterIds.length;
  const ofContacts = Map.groupBy(ratings, ({ interactionId }) => interactionId);
  const unitsOf = ({ id }: Criterion) =>
    interactionIds.map((contact) =>
      (ofContacts.get(contact) ?? []).flatMap(
        (each) => each.ratings.find(({ criterionId }) => criterionId === id)?.points ?? [],
      ),
    );
  const scales = [...new Set(criteria.map(({ scale }) => scale))];
  const [scale] = scales;
  return {
    overall:
      scales.length === 1 && scale
        ? agreementOf(null, criteria.flatMap(unitsOf), { raters, places: pointsOf(scale) })
        : null,
    criteria: criteria.map((each) => agreementOf(each, unitsOf(each), { raters, places: pointsOf(each.scale) })),
  };
}

/** A rating with what is to be known of each criterion, and what they come to in percent. */
export interface CalibrationRating extends Omit<KeptCalibrationRating, 'ratings'> {
  readonly ratings: CriterionRating[];
  readonly score: string | null;
}
