import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';

/** That somebody passed a course, and when that was first told. */
export interface CoursePass {
  /** The id of the enrolment. */
  readonly id: string;
  readonly courseId: string;
  readonly personId: string;
  readonly passedAt: Date;
}

/** Where it is kept who passed which course. */
export const coursePassTable = new EntitySchema<CoursePass>({
  name: 'CoursePass',
  tableName: 'course_passes',
  columns: {
    id: column.id(),
    courseId: column.reference('course_id'),
    personId: column.reference('person_id'),
    passedAt: column.instant('passed_at'),
  } satisfies Record<keyof CoursePass, EntitySchemaColumnOptions>,
  indices: [{ name: 'course_passes_course', columns: ['courseId', 'passedAt'] }],
});
