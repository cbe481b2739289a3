import { isIdOf, type Problem } from '@courtesy/kernel';
import type { InputMaybe, JourneyStageInput, TouchpointChannel } from '@courtesy/graph-types/customers';
import { problemWithText } from '../customer/wording.ts';

/** A place at which customers meet the organisation on a journey. It keeps its id from version to version. */
export interface Touchpoint {
  readonly id: string;
  readonly journeyId: string;
  readonly name: string;
  readonly channel: TouchpointChannel;
  readonly teamId: string | null;
}

/** A part of a journey, with its touchpoints in order. */
export interface JourneyStage {
  readonly name: string;
  readonly touchpoints: readonly Touchpoint[];
}

/** The way of customers from first hearing of something to the end of it, as the organisation sees it now. */
export interface Journey {
  readonly id: string;
  readonly name: string;
  /** Which version this is, from 1. */
  readonly number: number;
  readonly stages: readonly JourneyStage[];
  readonly publishedBy: string;
  readonly publishedAt: Date;
}

/** A journey as it was published once. */
export interface JourneyVersion extends Journey {
  readonly journeyId: string;
}

/** That a case or feedback was about a touchpoint. */
export interface TouchpointVisit {
  readonly id: string;
  readonly touchpointId: string;
  readonly caseId: string | null;
  readonly feedbackId: string | null;
  readonly taggedBy: string;
  readonly taggedAt: Date;
}

/** A version of a journey is published. */
export interface JourneyPublished {
  readonly type: 'JourneyPublished';
  readonly journey: Journey;
}

/** A case or feedback is tagged. */
export interface TouchpointTagged {
  readonly type: 'TouchpointTagged';
  readonly touchpointVisit: TouchpointVisit;
}

/** A case or feedback is no longer tagged. */
export interface TouchpointUntagged {
  readonly type: 'TouchpointUntagged';
  readonly touchpointVisit: TouchpointVisit;
}

/** What was counted at a touchpoint. */
export interface TouchpointCount {
  readonly cases: number;
  readonly complaints: number;
  readonly reopened: number;
  readonly feedback: number;
  /** The mean score of the feedback; null when there is none. */
  readonly feedbackScore: number | null;
}

/** What went wrong at a touchpoint, and how that ranks among the others of the journey. */
export interface PainPoint extends TouchpointCount {
  readonly touchpointId: string;
  /** The stage it is in now; null when it is in none any more. */
  readonly stage: string | null;
  /** From 1, the most painful first; those that are alike share a rank. */
  readonly rank: number;
}

/** The longest name of a journey, stage or touchpoint, in characters. */
export const MAX_JOURNEY_NAME = 200;
/** The most stages of a journey, and the most touchpoints of a stage. */
export const MAX_STAGES = 30;

function problemsOfStage(stage: JourneyStageInput, path: string): Problem[] {
  const { name, touchpoints } = stage;
  const problems = [problemWithText(`${path}.name`, name, MAX_JOURNEY_NAME)];
  if (touchpoints.length > MAX_STAGES)
    problems.push({ path: `${path}.touchpoints`, message: `are more than ${MAX_STAGES}` });
  for (const [i, { name: called, teamId }] of touchpoints.entries()) {
    problems.push(problemWithText(`${path}.touchpoints.${i}.name`, called, MAX_JOURNEY_NAME));
    if (teamId && !isIdOf('team', teamId))
      problems.push({ path: `${path}.touchpoints.${i}.teamId`, message: `"${teamId}" is not the id of a team` });
  }
  return problems.filter((each) => each !== null);
}

/** What is wrong with a journey as given; `known` are the touchpoints it had so far. Empty when nothing is. */
export function problemsOfJourney(
  { name, stages }: { readonly name: string; readonly stages: readonly JourneyStageInput[] },
  known: ReadonlySet<string>,
): Problem[] {
  const named = problemWithText('name', name, MAX_JOURNEY_NAME);
  const count = stages.length === 0 || stages.length > MAX_STAGES;
  const kept = stages.flatMap(({ touchpoints }) => touchpoints.flatMap(({ touchpointId }) => touchpointId ?? []));
  const strange = kept.filter((id, i) => !known.has(id) || kept.indexOf(id) < i);
  return [
    ...(named ? [named] : []),
    ...(count ? [{ path: 'stages', message: `are ${stages.length}; give 1 to ${MAX_STAGES}` }] : []),
    ...stages.flatMap((stage, i) => problemsOfStage(stage, `stages.${i}`)),
    ...strange.map((id) => ({
      path: 'stages',
      message: `"${id}" is no touchpoint of this journey, or is named twice`,
    })),
  ];
}

/** The stages as they are kept: a touchpoint that is named by its id stays itself, and any other is new. */
export const stagesOf = (
  journeyId: string,
  stages: readonly JourneyStageInput[],
  newId: () => string,
): JourneyStage[] =>
  stages.map(({ name, touchpoints }) => ({
    name,
    touchpoints: touchpoints.map(({ touchpointId, name: called, channel, teamId }) => ({
      ...{ id: touchpointId ?? newId(), journeyId, name: called, channel, teamId: teamId ?? null },
    })),
  }));

/** All touchpoints of stages, in order. */
export const touchpointsOf = (stages: readonly JourneyStage[]): Touchpoint[] =>
  stages.flatMap(({ touchpoints }) => [...touchpoints]);

/** What is wrong with what a touchpoint is to be tagged with; empty when nothing is. */
export function problemsOfTag({
  caseId,
  feedbackId,
}: {
  readonly caseId?: InputMaybe<string>;
  readonly feedbackId?: InputMaybe<string>;
}): Problem[] {
  if (Boolean(caseId) === Boolean(feedbackId))
    return [{ path: 'caseId', message: 'and feedbackId: give one of them, and only one' }];
  return caseId && !isIdOf('case', caseId) ? [{ path: 'caseId', message: `"${caseId}" is not the id of a case` }] : [];
}

const pain = ({ complaints, cases, reopened }: TouchpointCount) => [complaints, cases, reopened];

function comparePain(a: TouchpointCount, b: TouchpointCount): number {
  const other = pain(b);
  const difference = pain(a).map((count, i) => (other[i] ?? 0) - count);
  return difference.find((each) => each !== 0) ?? 0;
}

const NOTHING: TouchpointCount = { cases: 0, complaints: 0, reopened: 0, feedback: 0, feedbackScore: null };

/**
 * The touchpoints of a journey with what was counted at each, in the order of the journey, and ranked by complaints, then cases, then reopened
 * ones. One at which nothing happened is shown as such; one that is in the journey no more is shown last, and only when something did.
 */
export function painPointsOf(
  { stages }: Pick<Journey, 'stages'>,
  counted: ReadonlyMap<string, TouchpointCount>,
): PainPoint[] {
  const here = stages.flatMap(({ name, touchpoints }) => touchpoints.map(({ id }) => ({ id, stage: name })));
  const ids = new Set(here.map(({ id }) => id));
  const gone = [...counted].filter(([id, { cases, feedback }]) => !ids.has(id) && cases + feedback > 0);
  const all = [...here, ...gone.map(([id]) => ({ id, stage: null }))].map(({ id, stage }) => ({
    ...{ touchpointId: id, stage, ...(counted.get(id) ?? NOTHING) },
  }));
  return all.map((each) => ({ ...each, rank: 1 + all.filter((other) => comparePain(other, each) < 0).length }));
}

/** The part of the cases at a touchpoint that were reopened, 0 to 1; null when there is no case. */
export const reopenedShare = ({ cases, reopened }: TouchpointCount): number | null =>
  cases === 0 ? null : reopened / cases;
