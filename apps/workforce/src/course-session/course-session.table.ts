import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { CourseSession, TrainingBooking } from './course-session.ts';

/** Where sessions of courses are kept. */
export const courseSessionTable = new EntitySchema<CourseSession>({
  name: 'CourseSession',
  tableName: 'course_sessions',
  columns: {
    id: column.id(),
    courseId: column.reference('course_id'),
    courseVersionId: column.reference('course_version_id'),
    siteId: column.nullable(column.reference('site_id')),
    trainerId: column.nullable(column.reference('trainer_id')),
    startsAt: column.instant('starts_at'),
    endsAt: column.instant('ends_at'),
    places: column.integer(),
    status: column.text(),
    reason: column.nullable(column.text()),
    version: column.version(),
  } satisfies Record<keyof CourseSession, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'course_sessions_course_fkey', target: 'Course', columnNames: ['courseId'], referencedColumnNames: ['id'] },
    {
      name: 'course_sessions_version_fkey',
      target: 'CourseVersion',
      columnNames: ['courseVersionId'],
      referencedColumnNames: ['id'],
    },
    { name: 'course_sessions_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
    {
      name: 'course_sessions_trainer_fkey',
      target: 'Person',
      columnNames: ['trainerId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [{ name: 'course_sessions_course', columns: ['courseId', 'startsAt', 'id'] }],
  checks: [
    { name: 'course_sessions_span_check', expression: `ends_at > starts_at` },
    { name: 'course_sessions_status_check', expression: `status IN ('PLANNED', 'CANCELLED')` },
  ],
});

/** Where the time is kept that training takes of people. Only whether they came, and that it was given back, is ever added. */
export const trainingBookingTable = new EntitySchema<TrainingBooking>({
  name: 'TrainingBooking',
  tableName: 'training_bookings',
  columns: {
    id: column.id(),
    sessionId: column.reference('session_id'),
    enrolmentId: column.nullable(column.reference('enrolment_id')),
    personId: column.reference('person_id'),
    startsAt: column.instant('starts_at'),
    endsAt: column.instant('ends_at'),
    attended: column.nullable(column.boolean()),
    givenBackAt: column.nullable(column.instant('given_back_at')),
  } satisfies Record<keyof TrainingBooking, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'training_bookings_session_fkey',
      target: 'CourseSession',
      columnNames: ['sessionId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'training_bookings_enrolment_fkey',
      target: 'Enrolment',
      columnNames: ['enrolmentId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'training_bookings_person_fkey',
      target: 'Person',
      columnNames: ['personId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'training_bookings_person', columns: ['personId', 'startsAt'] },
    {
      name: 'training_bookings_one',
      columns: ['sessionId', 'personId'],
      unique: true,
      where: 'given_back_at IS NULL',
    },
  ],
});
