import type { EntityManager } from 'typeorm';
import { compileCalendar, type BusinessCalendar, type CompiledCalendar } from '@courtesy/kernel';
import type { CalendarOf } from './clock.ts';

/** How many versions one process keeps ready for arithmetic. */
const KEPT_VERSIONS = 500;
/** By id. A version never changes once published, so what is kept is never out of date; the one used longest ago stands first. */
const ready = new Map<string, CompiledCalendar>();

function keep(id: string, calendar: CompiledCalendar): void {
  ready.delete(id);
  ready.set(id, calendar);
  const [oldest] = ready.keys();
  if (ready.size > KEPT_VERSIONS && oldest !== undefined) ready.delete(oldest);
}

/** The hours of these versions, read from the copy once per process. Throws, when asked, for one that is not among them. */
export async function calendarsOf(manager: EntityManager, ids: Iterable<string>): Promise<CalendarOf> {
  const calendars = new Map<string, CompiledCalendar>();
  const wanted = new Set(ids);
  for (const id of wanted) {
    const known = ready.get(id);
    if (known) calendars.set(id, known);
  }
  const missing = [...wanted].filter((id) => !calendars.has(id));
  if (missing.length > 0) {
    const rows = await manager.query<{ id: string; hours: BusinessCalendar }[]>(
      `SELECT id, hours FROM calendar_version_copy WHERE id = ANY ($1)`,
      [missing],
    );
    for (const { id, hours } of rows) calendars.set(id, compileCalendar(hours));
  }
  for (const [id, calendar] of calendars) keep(id, calendar);
  return (id) => {
    const calendar = calendars.get(id);
    if (!calendar) throw new Error(`The calendar version ${id} is not among the copies of this service`);
    return calendar;
  };
}
