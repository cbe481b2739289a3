import { insertRows, reactionPart } from '@courtesy/persistence';
import { coursePassTable } from './course-pass.table.ts';

/** Keeps who passed which course, from when it was first told. */
export const ofCoursePasses = reactionPart(['courtesy.enrolment.changed.v1'], async ({ manager }, events) => {
  const rows = events.flatMap(({ subject: id, time, data: { state, courseId, personId } }) =>
    state === 'PASSED' ? [{ id, courseId, personId, passedAt: new Date(time) }] : [],
  );
  const first = new Map(rows.toReversed().map((row) => [row.id, row]));
  await insertRows(manager, coursePassTable, [...first.values()], '(id) DO NOTHING');
});
