import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Assessment, Enrolment, EnrolmentReopening } from './enrolment.ts';

const ofEnrolment = (name: string) => ({
  ...{ name, target: 'Enrolment', columnNames: ['enrolmentId'], referencedColumnNames: ['id'] },
});
const ofPerson = (name: string, columnName: string) => ({
  ...{ name, target: 'Person', columnNames: [columnName], referencedColumnNames: ['id'] },
});

/** Where enrolments are kept. */
export const enrolmentTable = new EntitySchema<Enrolment>({
  name: 'Enrolment',
  tableName: 'enrolments',
  columns: {
    id: column.id(),
    courseId: column.reference('course_id'),
    courseVersionId: column.reference('course_version_id'),
    personId: column.reference('person_id'),
    state: column.text(),
    attemptsUsed: column.integer('attempts_used'),
    attemptsAllowed: column.integer('attempts_allowed'),
    enrolledAt: column.instant('enrolled_at'),
    passedAt: column.nullable(column.instant('passed_at')),
    validUntil: column.nullable(column.instant('valid_until')),
    reason: column.nullable(column.text()),
    version: column.version(),
  } satisfies Record<keyof Enrolment, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'enrolments_course_fkey', target: 'Course', columnNames: ['courseId'], referencedColumnNames: ['id'] },
    {
      name: 'enrolments_version_fkey',
      target: 'CourseVersion',
      columnNames: ['courseVersionId'],
      referencedColumnNames: ['id'],
    },
    ofPerson('enrolments_person_fkey', 'personId'),
  ],
  indices: [
    { name: 'enrolments_person', columns: ['personId', 'enrolledAt', 'id'] },
    { name: 'enrolments_course', columns: ['courseId', 'personId'] },
    {
      name: 'enrolments_one',
      columns: ['courseId', 'personId'],
      unique: true,
      where: `state NOT IN ('PASSED', 'WITHDRAWN')`,
    },
  ],
  checks: [
    {
      name: 'enrolments_state_check',
      expression: `state IN ('ENROLLED', 'ATTENDED', 'PASSED', 'FAILED', 'LOCKED', 'WITHDRAWN')`,
    },
    { name: 'enrolments_attempts_check', expression: `attempts_used <= attempts_allowed` },
  ],
});

/** Where attempts are kept; rows are only ever added. */
export const assessmentTable = new EntitySchema<Assessment>({
  name: 'Assessment',
  tableName: 'assessments',
  columns: {
    id: column.id(),
    enrolmentId: column.reference('enrolment_id'),
    number: column.integer(),
    points: column.integer(),
    ofPoints: column.integer('of_points'),
    isPassed: column.boolean('is_passed'),
    note: column.nullable(column.text()),
    markedById: column.reference('marked_by_id'),
    markedAt: column.instant('marked_at'),
  } satisfies Record<keyof Assessment, EntitySchemaColumnOptions>,
  foreignKeys: [ofEnrolment('assessments_enrolment_fkey'), ofPerson('assessments_marker_fkey', 'markedById')],
  uniques: [{ name: 'assessments_number_key', columns: ['enrolmentId', 'number'] }],
  checks: [{ name: 'assessments_points_check', expression: `points >= 0 AND points <= of_points` }],
});

/** Where it is kept that somebody may try again; rows are only ever added. */
export const enrolmentReopeningTable = new EntitySchema<EnrolmentReopening>({
  name: 'EnrolmentReopening',
  tableName: 'enrolment_reopenings',
  columns: {
    id: column.id(),
    enrolmentId: column.reference('enrolment_id'),
    attempts: column.integer(),
    reason: column.text(),
    byId: column.reference('by_id'),
    reopenedAt: column.instant('reopened_at'),
  } satisfies Record<keyof EnrolmentReopening, EntitySchemaColumnOptions>,
  foreignKeys: [ofEnrolment('enrolment_reopenings_enrolment_fkey'), ofPerson('enrolment_reopenings_by_fkey', 'byId')],
  indices: [{ name: 'enrolment_reopenings_enrolment', columns: ['enrolmentId', 'reopenedAt', 'id'] }],
});
