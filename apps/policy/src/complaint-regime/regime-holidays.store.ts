import { invalidInput, type InvalidInput } from '@courtesy/kernel';
import type { RegimeCalendarInput } from '@courtesy/graph-types/policy';
import { closedDays } from '../holiday/holiday.ts';
import { readHolidays } from '../holiday/holiday.store.ts';
import type { ClosedDay } from './rules-given.ts';

/** The public and bank holidays of a calendar's country as they are known today; none when it names no country. */
export async function holidaysOf(
  path: string,
  { holidays, fromYear, untilYear }: RegimeCalendarInput,
): Promise<readonly ClosedDay[] | InvalidInput> {
  if (!holidays) return [];
  const place = { country: holidays.country, region: holidays.region ?? null };
  const found = await readHolidays({ ...place, kinds: ['PUBLIC', 'BANK'] }, fromYear, untilYear);
  return 'message' in found ? invalidInput([{ ...found, path: `${path}.holidays.${found.path}` }]) : closedDays(found);
}
