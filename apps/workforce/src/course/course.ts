import { invalidInput, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { CourseContentInput, JobRole } from '@courtesy/graph-types/workforce';
import { MAX_NAME, problemsOfText } from '../directory/problems.ts';
import type { Skill } from '../skill/skill.ts';

/** One part of what a course teaches. */
export interface CourseUnit {
  readonly title: string;
  readonly minutes: number;
}

/** What people can be taught. */
export interface Course {
  readonly id: string;
  readonly key: string;
  readonly title: string;
  /** The number of the version with which whoever is enrolled now begins. */
  readonly versionNumber: number;
  readonly retiredAt: Date | null;
  readonly version: number;
}

/** What a course teaches and gives from some time on; never changed. */
export interface CourseVersion {
  readonly id: string;
  readonly courseId: string;
  /** 1 for the first. */
  readonly number: number;
  readonly outline: readonly CourseUnit[];
  /** What whoever passes can do from then on, and how well; both null for a course that gives nothing of the kind. */
  readonly skillId: string | null;
  readonly level: number | null;
  /** For how many days after the day of passing a certificate holds; null: the skill has no end, and there is no certificate. */
  readonly validDays: number | null;
  /** The share of the points that is needed, in percent. */
  readonly passMark: number;
  readonly maxAttempts: number;
  /** The jobs in which everybody needs it. */
  readonly mandatoryFor: readonly JobRole[];
  readonly madeAt: Date;
}

/** A course is on record. */
export interface CourseDefined {
  readonly type: 'CourseDefined';
  readonly course: Course;
}
/** There is one of this key. */
export interface CourseKeyTaken {
  readonly type: 'CourseKeyTaken';
  readonly course: Course;
}
/** It has another version. */
export interface CourseRevised {
  readonly type: 'CourseRevised';
  readonly course: Course;
}
/** Nobody is enrolled any more. */
export interface CourseRetired {
  readonly type: 'CourseRetired';
  readonly course: Course;
}
/** Nobody is enrolled any more, and that is not new. */
export interface CourseIsRetired {
  readonly type: 'CourseIsRetired';
  readonly course: Course;
}

/** The most parts of an outline, the most minutes of one, the most attempts, and the longest time a certificate holds, in days. */
const [MAX_UNITS, MAX_MINUTES, MAX_ATTEMPTS, MAX_DAYS] = [100, 10_000, 10, 3_660];
const KEY = /^[a-z0-9-]{1,40}$/;

const problemsOfRange = (path: string, value: number, [least, most]: readonly [number, number]): Problem[] =>
  value >= least && value <= most ? [] : [{ path, message: `is ${value}; give ${least} to ${most}` }];

function problemsOfGift({ gives }: CourseContentInput, skill: Skill | null): Problem[] {
  if (!gives) return [];
  const path = 'content.gives';
  const needs = skill?.needsCertificate === true && gives.validDays == null;
  return [
    ...problemsOfRange(`${path}.level`, gives.level, [1, 5]),
    ...(gives.validDays == null ? [] : problemsOfRange(`${path}.validDays`, gives.validDays, [1, MAX_DAYS])),
    ...(skill ? [] : [{ path: `${path}.skillId`, message: `"${gives.skillId}" is not on record` }]),
    ...(needs
      ? [{ path: `${path}.validDays`, message: 'is absent, and nobody has this skill without a certificate' }]
      : []),
  ];
}

/** What is wrong with what a course teaches and gives; `skill` is the one it names, null when there is none. */
export function problemsOfContent(given: CourseContentInput, skill: Skill | null): Problem[] {
  const { outline } = given;
  const count = outline.length;
  if (count === 0 || count > MAX_UNITS)
    return [{ path: 'content.outline', message: `has ${count} parts; give 1 to ${MAX_UNITS}` }];
  return [
    ...outline.flatMap(({ title, minutes }, i) => [
      ...problemsOfText(`content.outline[${i}].title`, title, MAX_NAME),
      ...problemsOfRange(`content.outline[${i}].minutes`, minutes, [1, MAX_MINUTES]),
    ]),
    ...problemsOfGift(given, skill),
    ...problemsOfRange('content.passMark', given.passMark, [1, 100]),
    ...problemsOfRange('content.maxAttempts', given.maxAttempts, [1, MAX_ATTEMPTS]),
  ];
}

/** What is wrong with how a course is named. */
export const problemsOfNames = ({ key, title }: { readonly key: string; readonly title: string }): Problem[] => [
  ...(KEY.test(key) ? [] : [{ path: 'key', message: 'is not 1 to 40 small letters, digits and dashes' }]),
  ...problemsOfText('title', title, MAX_NAME),
];

/** A course as it begins. */
export const newCourse = (id: string, { key, title }: { readonly key: string; readonly title: string }): Course => ({
  ...{ id, key, title: title.trim(), versionNumber: 1, retiredAt: null, version: 1 },
});

/** The version that a course has now, of this content. */
export function versionOf(
  course: Course,
  content: CourseContentInput,
  { id, madeAt }: { readonly id: string; readonly madeAt: Date },
): CourseVersion {
  const { gives, outline, passMark, maxAttempts } = content;
  return {
    ...{ id, courseId: course.id, number: course.versionNumber, passMark, maxAttempts, madeAt },
    outline: outline.map(({ title, minutes }) => ({ title: title.trim(), minutes })),
    ...{ skillId: gives?.skillId ?? null, level: gives?.level ?? null, validDays: gives?.validDays ?? null },
    mandatoryFor: [...new Set(content.mandatoryFor ?? [])],
  };
}

/** Gives a course its next version, and perhaps another title. */
export function revise(current: Course, title: string | null): CourseRevised | CourseIsRetired | InvalidInput {
  if (current.retiredAt) return { type: 'CourseIsRetired', course: current };
  const problems = title === null ? [] : problemsOfText('title', title, MAX_NAME);
  if (problems.length > 0) return invalidInput(problems);
  const [versionNumber, version] = [current.versionNumber + 1, current.version + 1];
  return {
    type: 'CourseRevised',
    course: { ...current, title: title?.trim() ?? current.title, versionNumber, version },
  };
}

/** Lets nobody be enrolled any more. */
export const retireCourseAt = (current: Course, at: Date): CourseRetired | CourseIsRetired =>
  current.retiredAt
    ? { type: 'CourseIsRetired', course: current }
    : { type: 'CourseRetired', course: { ...current, retiredAt: at, version: current.version + 1 } };
