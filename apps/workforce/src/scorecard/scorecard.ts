import { invalidInput, isIdOf, type InvalidInput, type Problem } from '@courtesy/kernel';
import type {
  ConditionComparison,
  CriterionInput,
  DefineScorecardInput,
  RatingScale,
  ScorecardCategoryInput,
} from '@courtesy/graph-types/workforce';
import { MAX_NAME, problemsOfText } from '../directory/problems.ts';

/** Why something may have gone wrong, as reviewers name it. */
export interface RootCause {
  readonly key: string;
  readonly name: string;
}

/** On which rating of an earlier criterion it depends whether one is looked at. */
export interface CriterionCondition {
  readonly criterionKey: string;
  readonly comparison: ConditionComparison;
  readonly points: number;
}

/** One thing that is looked at in a contact; never changed. */
export interface Criterion {
  readonly id: string;
  readonly versionId: string;
  /** 0 for the first of the version. */
  readonly position: number;
  readonly categoryKey: string;
  readonly categoryName: string;
  /** By which it is the same criterion in every version of its scorecard. */
  readonly key: string;
  readonly name: string;
  /** 1 to 100; those of a version come to 100. */
  readonly weight: number;
  readonly scale: RatingScale;
  readonly isCritical: boolean;
  readonly allowsNotApplicable: boolean;
  readonly condition: CriterionCondition | null;
  readonly rootCauses: readonly RootCause[];
  /** The clause of a policy that it looks at; null for none. */
  readonly clauseId: string | null;
  /** What mends it; null when nobody said. */
  readonly courseKey: string | null;
  /** The course itself, once courses are on record; null before. */
  readonly courseId: string | null;
}

/** What is looked at from some time on; never changed. */
export interface ScorecardVersion {
  readonly id: string;
  readonly scorecardId: string;
  /** 1 for the first. */
  readonly number: number;
  readonly madeAt: Date;
}

/** By what contacts are reviewed. */
export interface Scorecard {
  readonly id: string;
  readonly name: string;
  /** Null: for every site. */
  readonly siteId: string | null;
  /** The number of the version by which reviews that begin now are made. */
  readonly versionNumber: number;
  readonly version: number;
}

/** It is defined. */
export interface ScorecardDefined {
  readonly type: 'ScorecardDefined';
  readonly scorecard: Scorecard;
}

/** It has another version. */
export interface ScorecardRevised {
  readonly type: 'ScorecardRevised';
  readonly scorecard: Scorecard;
}

/** The weights of the criteria do not come to 100. */
export interface CriteriaNotWhole {
  readonly type: 'CriteriaNotWhole';
  readonly total: number;
}

/** The most categories of a version, the most criteria, and the most root causes of a criterion. */
export const [MAX_CATEGORIES, MAX_CRITERIA, MAX_ROOT_CAUSES] = [20, 50, 20];
const KEY = /^[a-z0-9-]{1,40}$/;
const POINTS = { BINARY: 2, THREE_POINT: 3, FOUR_POINT: 4, FIVE_POINT: 5 } as const satisfies Record<
  RatingScale,
  number
>;

/** The most points of a scale; the fewest are 1. */
export const pointsOf = (scale: RatingScale): number => POINTS[scale];

const problemsOfKey = (path: string, key: string): Problem[] =>
  KEY.test(key) ? [] : [{ path, message: 'is not 1 to 40 small letters, digits and dashes' }];

const twice = (path: string, keys: readonly string[], at: number): Problem[] =>
  keys.indexOf(keys[at] ?? '') < at ? [{ path, message: 'is there twice' }] : [];

function problemsOfCondition(path: string, given: CriterionInput, earlier: readonly CriterionInput[]): Problem[] {
  const { condition } = given;
  if (!condition) return [];
  const other = earlier.find(({ key }) => key === condition.criterionKey);
  if (!other)
    return [{ path: `${path}.criterionKey`, message: `"${condition.criterionKey}" is no criterion before this one` }];
  const most = pointsOf(other.scale);
  const isOnScale = condition.points >= 1 && condition.points <= most;
  return isOnScale ? [] : [{ path: `${path}.points`, message: `is ${condition.points}; give 1 to ${most}` }];
}

function problemsOfCriterion(path: string, given: CriterionInput, earlier: readonly CriterionInput[]): Problem[] {
  const { key, name, weight, clauseId, courseKey } = given;
  const causes = given.rootCauses ?? [];
  const causeKeys = causes.map((cause) => cause.key);
  return [
    ...problemsOfKey(`${path}.key`, key),
    ...(earlier.some((each) => each.key === key) ? [{ path: `${path}.key`, message: 'is there twice' }] : []),
    ...problemsOfText(`${path}.name`, name, MAX_NAME),
    ...(weight >= 1 && weight <= 100 ? [] : [{ path: `${path}.weight`, message: `is ${weight}; give 1 to 100` }]),
    ...problemsOfCondition(`${path}.condition`, given, earlier),
    ...(clauseId == null || isIdOf('cls', clauseId)
      ? []
      : [{ path: `${path}.clauseId`, message: `"${clauseId}" is not the id of a clause` }]),
    ...(courseKey == null ? [] : problemsOfKey(`${path}.courseKey`, courseKey)),
    ...(causes.length > MAX_ROOT_CAUSES
      ? [{ path: `${path}.rootCauses`, message: `are more than ${MAX_ROOT_CAUSES}` }]
      : []),
    ...causes.flatMap((cause, i) => [
      ...problemsOfKey(`${path}.rootCauses[${i}].key`, cause.key),
      ...twice(`${path}.rootCauses[${i}].key`, causeKeys, i),
      ...problemsOfText(`${path}.rootCauses[${i}].name`, cause.name, MAX_NAME),
    ]),
  ];
}

/** What is wrong with the categories of a version, but for what the weights come to. */
export function problemsOfCategories(categories: readonly ScorecardCategoryInput[]): Problem[] {
  const keys = categories.map(({ key }) => key);
  const all = categories.flatMap(({ criteria }) => criteria);
  const count = all.length;
  if (categories.length === 0 || categories.length > MAX_CATEGORIES)
    return [{ path: 'categories', message: `are ${categories.length}; give 1 to ${MAX_CATEGORIES}` }];
  if (count === 0 || count > MAX_CRITERIA)
    return [{ path: 'categories', message: `hold ${count} criteria; give 1 to ${MAX_CRITERIA}` }];
  return categories.flatMap(({ key, name, criteria }, i) => [
    ...problemsOfKey(`categories[${i}].key`, key),
    ...twice(`categories[${i}].key`, keys, i),
    ...problemsOfText(`categories[${i}].name`, name, MAX_NAME),
    ...criteria.flatMap((each, j) =>
      problemsOfCriterion(`categories[${i}].criteria[${j}]`, each, all.slice(0, all.indexOf(each))),
    ),
  ]);
}

/** Why a version cannot be; null when it can. */
export function refusalOfCategories(
  categories: readonly ScorecardCategoryInput[],
): CriteriaNotWhole | InvalidInput | null {
  const problems = problemsOfCategories(categories);
  if (problems.length > 0) return invalidInput(problems);
  const total = categories.flatMap(({ criteria }) => criteria).reduce((sum, { weight }) => sum + weight, 0);
  return total === 100 ? null : { type: 'CriteriaNotWhole', total };
}

/** The criteria of a version as they are kept, in order. */
export function criteriaOf(
  versionId: string,
  categories: readonly ScorecardCategoryInput[],
  newId: () => string,
): Criterion[] {
  const all = categories.flatMap((category) => category.criteria.map((given) => ({ category, given })));
  return all.map(({ category, given }, position) => ({
    ...{ id: newId(), versionId, position, categoryKey: category.key, categoryName: category.name.trim() },
    ...{ key: given.key, name: given.name.trim(), weight: given.weight, scale: given.scale },
    ...{ isCritical: given.isCritical ?? false, allowsNotApplicable: given.allowsNotApplicable ?? false },
    condition: given.condition ?? null,
    rootCauses: (given.rootCauses ?? []).map(({ key, name }) => ({ key, name: name.trim() })),
    ...{ clauseId: given.clauseId ?? null, courseKey: given.courseKey ?? null, courseId: null },
  }));
}

/** Some criteria of a version that belong together. */
export interface ScorecardCategory {
  readonly key: string;
  readonly name: string;
  readonly criteria: readonly Criterion[];
}

/** Criteria by their categories, in order. */
export const categoriesOf = (criteria: readonly Criterion[]): ScorecardCategory[] =>
  [...Map.groupBy(criteria, ({ categoryKey }) => categoryKey)].map(([key, own]) => ({
    ...{ key, name: own[0]?.categoryName ?? '', criteria: own },
  }));

/** A scorecard as it begins. */
export const newScorecard = (id: string, { name, siteId }: DefineScorecardInput): Scorecard => ({
  ...{ id, name: name.trim(), siteId: siteId ?? null, versionNumber: 1, version: 1 },
});

/** The same scorecard with its next version. */
export const revised = (current: Scorecard): Scorecard => ({
  ...current,
  versionNumber: current.versionNumber + 1,
  version: current.version + 1,
});
