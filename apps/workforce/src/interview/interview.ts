import { invalidInput, isIdOf, type InvalidInput, type Problem } from '@courtesy/kernel';
import type {
  HiringRecommendation,
  InterviewKind,
  InterviewStatus,
  PlanInterviewInput,
  ScoreInterviewInput,
} from '@courtesy/graph-types/workforce';
import { MAX_NOTE, problemsOfNote, type Applicant, type ApplicantIsElsewhere } from '../applicant/applicant.ts';
import type { Opening } from '../opening/opening.ts';

/** An occasion on which an applicant is scored by a panel. */
export interface Interview {
  readonly id: string;
  readonly applicantId: string;
  readonly kind: InterviewKind;
  readonly startsAt: Date | null;
  /** The ids of those who score. */
  readonly panel: readonly string[];
  readonly status: InterviewStatus;
  readonly plannedAt: Date;
  readonly version: number;
}

/** A rating by one criterion, 1 to 5. */
export interface InterviewRating {
  readonly criterion: string;
  readonly rating: number;
  readonly note: string | null;
}

/** What one of a panel scored. Never changed, but for its notes, which are erased with the applicant's data. */
export interface InterviewScore {
  readonly id: string;
  readonly interviewId: string;
  readonly interviewerId: string;
  /** In the order of the opening's criteria. */
  readonly ratings: readonly InterviewRating[];
  readonly recommendation: HiringRecommendation;
  readonly note: string | null;
  readonly scoredAt: Date;
}

interface Outcome<T extends string> {
  readonly type: T;
  readonly interview: Interview;
}

/** An interview is planned. */
export type InterviewPlanned = Outcome<'InterviewPlanned'>;
/** One of a panel has scored. */
export type InterviewScored = Outcome<'InterviewScored'>;
/** An interview is not held. */
export type InterviewCancelled = Outcome<'InterviewCancelled'>;
/** It was held or called off. */
export type InterviewIsOver = Outcome<'InterviewIsOver'>;

/** It cannot be scored by this caller, or not any more. */
export interface InterviewNotToScore extends Outcome<'InterviewNotToScore'> {
  readonly because: 'NOT_OF_PANEL' | 'SCORED_BEFORE' | 'CANCELLED';
}

/** The mean of a panel by one criterion. */
export interface CriterionAverage {
  readonly criterion: string;
  readonly average: number;
  readonly ratings: number;
}

/** The most people of a panel. */
export const MAX_PANEL = 10;

/** What is wrong with a plan in itself; nothing when it is right. */
export function problemsOfInterview({ panelIds, kind, startsAt }: PlanInterviewInput): Problem[] {
  const isPanel = panelIds.length >= 1 && panelIds.length <= MAX_PANEL;
  return [
    ...(isPanel ? [] : [{ path: 'panelIds', message: `are ${panelIds.length}; give 1 to ${MAX_PANEL}` }]),
    ...panelIds.flatMap((id, i): Problem[] => {
      const path = `panelIds[${i}]`;
      if (!isIdOf('pers', id)) return [{ path, message: `"${id}" is not the id of a person` }];
      return panelIds.indexOf(id) < i ? [{ path, message: 'is there twice' }] : [];
    }),
    ...(kind !== 'SIFT' && !startsAt ? [{ path: 'startsAt', message: 'is absent; say when they are met' }] : []),
  ];
}

/** Plans how an applicant is got to know. Whoever is not shortlisted is only read, not met. */
export function plan(
  id: string,
  given: PlanInterviewInput,
  { applicant, at }: { readonly applicant: Applicant; readonly at: Date },
): InterviewPlanned | ApplicantIsElsewhere | InvalidInput {
  const asked: readonly string[] = given.kind === 'SIFT' ? ['APPLIED', 'SHORTLISTED'] : ['SHORTLISTED'];
  if (!asked.includes(applicant.status)) return { type: 'ApplicantIsElsewhere', applicant };
  const own = given.panelIds.findIndex((each) => each === applicant.personId);
  if (own >= 0) return invalidInput([{ path: `panelIds[${own}]`, message: 'is the applicant' }]);
  const interview: Interview = {
    ...{ id, applicantId: applicant.id, kind: given.kind, startsAt: given.startsAt ?? null },
    ...{ panel: given.panelIds, status: 'PLANNED', plannedAt: at, version: 1 },
  };
  return { type: 'InterviewPlanned', interview };
}

function problemsOfRatings(given: ScoreInterviewInput, { criteria }: Opening): Problem[] {
  const ratings = given.ratings.flatMap(({ criterion, rating, note }, i): Problem[] => {
    const path = `ratings[${i}]`;
    const isTwice = given.ratings.findIndex((each) => each.criterion === criterion) < i;
    return [
      ...(criteria.includes(criterion) ? [] : [{ path: `${path}.criterion`, message: 'is none of the opening’s' }]),
      ...(isTwice ? [{ path: `${path}.criterion`, message: 'is there twice' }] : []),
      ...(rating >= 1 && rating <= 5 ? [] : [{ path: `${path}.rating`, message: `is ${rating}; give 1 to 5` }]),
      ...problemsOfNote(`${path}.note`, note, MAX_NOTE),
    ];
  });
  const missing = criteria.filter((each) => given.ratings.every(({ criterion }) => criterion !== each));
  return [
    ...ratings,
    ...(missing.length > 0 ? [{ path: 'ratings', message: `lack ${missing.join(', ')}` }] : []),
    ...problemsOfNote('note', given.note, MAX_NOTE),
  ];
}

/** Scores as one of the panel. With the last of them the interview is scored. */
export function score(
  interview: Interview,
  given: ScoreInterviewInput,
  around: { readonly opening: Opening; readonly scores: readonly InterviewScore[]; readonly id: string },
  by: { readonly personId: string | null; readonly at: Date },
): (InterviewScored & { readonly score: InterviewScore }) | InterviewNotToScore | InvalidInput {
  const no = (because: InterviewNotToScore['because']) =>
    ({ type: 'InterviewNotToScore', interview, because }) as const;
  if (!by.personId || !interview.panel.includes(by.personId)) return no('NOT_OF_PANEL');
  if (around.scores.some(({ interviewerId }) => interviewerId === by.personId)) return no('SCORED_BEFORE');
  if (interview.status === 'CANCELLED') return no('CANCELLED');
  const problems = problemsOfRatings(given, around.opening);
  if (problems.length > 0) return invalidInput(problems);
  const ratings = around.opening.criteria.flatMap((each) =>
    given.ratings
      .filter(({ criterion }) => criterion === each)
      .map(({ criterion, rating, note }) => ({ criterion, rating, note: note ?? null })),
  );
  const own: InterviewScore = {
    ...{ id: around.id, interviewId: interview.id, interviewerId: by.personId, ratings },
    ...{ recommendation: given.recommendation, note: given.note ?? null, scoredAt: by.at },
  };
  const isLast = around.scores.length + 1 === interview.panel.length;
  const scored = {
    ...interview,
    status: isLast ? 'SCORED' : interview.status,
    version: interview.version + 1,
  } as const;
  return { type: 'InterviewScored', interview: scored, score: own };
}

/** Calls an interview off. */
export const cancel = (interview: Interview): InterviewCancelled | InterviewIsOver =>
  interview.status === 'PLANNED'
    ? { type: 'InterviewCancelled', interview: { ...interview, status: 'CANCELLED', version: interview.version + 1 } }
    : { type: 'InterviewIsOver', interview };

/** Those scores that somebody may see: whoever is of the panel sees none before they have scored themselves. */
export function scoresFor(
  personId: string | undefined,
  interview: Interview,
  scores: readonly InterviewScore[],
): readonly InterviewScore[] {
  const waits = personId !== undefined && interview.status === 'PLANNED' && interview.panel.includes(personId);
  return waits && scores.every(({ interviewerId }) => interviewerId !== personId) ? [] : scores;
}

/** The mean by criterion, in the order of the first score. */
export function averagesOf(scores: readonly InterviewScore[]): CriterionAverage[] {
  const all = Map.groupBy(
    scores.flatMap(({ ratings }) => ratings),
    ({ criterion }) => criterion,
  );
  return [...all].map(([criterion, each]) => ({
    criterion,
    average: each.reduce((sum, { rating }) => sum + rating, 0) / each.length,
    ratings: each.length,
  }));
}
