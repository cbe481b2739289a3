import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Course, CourseVersion } from './course.ts';

/** Where courses are kept. */
export const courseTable = new EntitySchema<Course>({
  name: 'Course',
  tableName: 'courses',
  columns: {
    id: column.id(),
    key: column.text(),
    title: column.text(),
    versionNumber: column.integer('version_number'),
    retiredAt: column.nullable(column.instant('retired_at')),
    version: column.version(),
  } satisfies Record<keyof Course, EntitySchemaColumnOptions>,
  uniques: [{ name: 'courses_key_key', columns: ['key'] }],
});

/** Where versions of courses are kept; rows are only ever added. */
export const courseVersionTable = new EntitySchema<CourseVersion>({
  name: 'CourseVersion',
  tableName: 'course_versions',
  columns: {
    id: column.id(),
    courseId: column.reference('course_id'),
    number: column.integer(),
    outline: column.json(),
    skillId: column.nullable(column.reference('skill_id')),
    level: column.nullable(column.integer()),
    validDays: column.nullable(column.integer('valid_days')),
    passMark: column.integer('pass_mark'),
    maxAttempts: column.integer('max_attempts'),
    mandatoryFor: column.json('mandatory_for'),
    madeAt: column.instant('made_at'),
  } satisfies Record<keyof CourseVersion, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'course_versions_course_fkey', target: 'Course', columnNames: ['courseId'], referencedColumnNames: ['id'] },
    { name: 'course_versions_skill_fkey', target: 'Skill', columnNames: ['skillId'], referencedColumnNames: ['id'] },
  ],
  uniques: [{ name: 'course_versions_number_key', columns: ['courseId', 'number'] }],
  checks: [
    { name: 'course_versions_gives_check', expression: `(skill_id IS NULL) = (level IS NULL)` },
    { name: 'course_versions_level_check', expression: `level >= 1 AND level <= 5` },
    { name: 'course_versions_pass_check', expression: `pass_mark >= 1 AND pass_mark <= 100` },
    { name: 'course_versions_attempts_check', expression: `max_attempts >= 1` },
  ],
});
