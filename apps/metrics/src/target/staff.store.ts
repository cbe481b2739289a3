import type { EntityManager } from 'typeorm';
import { insertRows, reactionPart } from '@courtesy/persistence';
import { reportingDay } from '../metric/reporting-day.ts';
import { staffCopyTable, workingTermCopyTable } from './target.table.ts';
import type { Working } from './working.ts';

/** Keeps who works where and how much. One page is gone through event by event: people join and move seldom. */
export const ofStaff = reactionPart(
  ['courtesy.person.joined.v1', 'courtesy.person.moved.v1', 'courtesy.person.left.v1', 'courtesy.employment.agreed.v1'],
  async ({ manager }, events) => {
    const place = `(id) DO UPDATE SET site_id = excluded.site_id, team_id = excluded.team_id, role = excluded.role`;
    for (const { type, subject: id, data } of events) {
      if (type === 'courtesy.person.joined.v1') {
        const { siteId, teamId, role, joinedAt } = data;
        const copy = { id, siteId, teamId, role, joinedAt: new Date(joinedAt), leftAt: null };
        await insertRows(manager, staffCopyTable, [copy], `${place}, joined_at = excluded.joined_at`);
      } else if (type === 'courtesy.person.moved.v1') {
        const { siteId, teamId, role } = data;
        const copy = { id, siteId, teamId, role, joinedAt: null, leftAt: null };
        await insertRows(manager, staffCopyTable, [copy], place);
      } else if (type === 'courtesy.person.left.v1') {
        await manager.query(`UPDATE staff_copy SET left_at = $2 WHERE id = $1`, [id, data.leftAt]);
      } else {
        const { personId, from, weeklyMinutes, fullTimeMinutes } = data;
        await manager.query(`DELETE FROM working_term_copy WHERE person_id = $1 AND from_day >= $2`, [personId, from]);
        const term = { id: `${personId}:${from}`, personId, from, weeklyMinutes, fullTimeMinutes };
        await insertRows(manager, workingTermCopyTable, [term]);
      }
    }
  },
);

/** When somebody works and how much, by the days of a zone; null for a person who is not known here yet. */
export async function workingOf(manager: EntityManager, personId: string, zone: string): Promise<Working | null> {
  const [staff, terms] = [
    await manager.createQueryBuilder(staffCopyTable, 's').where({ id: personId }).getOne(),
    await manager.createQueryBuilder(workingTermCopyTable, 'w').where({ personId }).orderBy('w.from').getMany(),
  ];
  if (!staff) return null;
  const day = (at: Date | null) => (at === null ? null : reportingDay(at, zone));
  return { joinedOn: day(staff.joinedAt), leftOn: day(staff.leftAt), terms };
}
