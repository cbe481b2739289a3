/** What one week of the past tells of complaints. */
export interface ComplaintWeek {
  /** How many wanted somebody. */
  readonly contacts: number;
  readonly complaints: number;
  /** The share of them that was answered in time, 0 to 1. */
  readonly serviceLevel: number;
}

/**
 * How complaints followed contacts: of each contact a share complains, and as much more as `slope` says for each whole share that is not answered in
 * time. Estimated from weeks by least squares, each week weighed by its contacts.
 */
export interface ComplaintModel {
  readonly weeks: number;
  /** Complaints of one contact over all the weeks. */
  readonly rate: number;
  /** Complaints of one contact if all were answered in time. The rate, where the slope says nothing. */
  readonly intercept: number;
  /** Null where service and complaints were not told to go together: then complaints follow contacts alone. */
  readonly slope: number | null;
  /** Of the slope, one standard error. Null with it. */
  readonly slopeError: number | null;
  /** The least and the most that was not answered in time. */
  readonly leastLate: number;
  readonly mostLate: number;
}

/** The fewest weeks with contacts of which anything is said: half a year. */
export const FEWEST_WEEKS = 26;
/** Service must have differed by this much for anything to be said of what it does. */
const LEAST_SPREAD = 0.02;
/** A slope nearer to nought than so many standard errors may be chance: one in twenty would be. */
const ERRORS = 1.96;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** How complaints followed contacts over these weeks; null when there are too few of them. */
export function complaintModelOf(all: readonly ComplaintWeek[]): ComplaintModel | null {
  const weeks = all.filter(({ contacts }) => contacts > 0);
  if (weeks.length < FEWEST_WEEKS) return null;
  const total = sum(weeks.map(({ contacts }) => contacts));
  const rate = sum(weeks.map(({ complaints }) => complaints)) / total;
  const late = weeks.map(({ serviceLevel }) => 1 - serviceLevel);
  const known = { weeks: weeks.length, rate, leastLate: Math.min(...late), mostLate: Math.max(...late) };
  const proportional = { ...known, intercept: rate, slope: null, slopeError: null };
  if (known.mostLate - known.leastLate < LEAST_SPREAD) return proportional;
  const middle = sum(weeks.map(({ contacts }, i) => contacts * (late[i] ?? 0))) / total;
  const away = (i: number) => (late[i] ?? 0) - middle;
  const spread = sum(weeks.map(({ contacts }, i) => contacts * away(i) ** 2));
  const slope = sum(weeks.map(({ complaints, contacts }, i) => away(i) * (complaints - rate * contacts))) / spread;
  const left = weeks.map(({ contacts, complaints }, i) => {
    const gap = complaints / contacts - rate - slope * away(i);
    return contacts * gap ** 2;
  });
  const slopeError = Math.sqrt(sum(left) / (weeks.length - 2) / spread);
  if (Math.abs(slope) <= ERRORS * slopeError) return proportional;
  return { ...known, intercept: rate - slope * middle, slope, slopeError };
}

/** How many complaints are to be expected of so many contacts, never less than none. Null where service would have to be known and is not. */
export function complaintsExpected(
  { rate, intercept, slope }: ComplaintModel,
  { volume, serviceLevel }: { readonly volume: number; readonly serviceLevel: number | null },
): number | null {
  if (slope === null) return volume * rate;
  return serviceLevel === null ? null : volume * Math.max(0, intercept + slope * (1 - serviceLevel));
}

/** Whether service lies where it never lay in those weeks, so that nobody knows what it does there. */
export const isBeyond = ({ slope, leastLate, mostLate }: ComplaintModel, serviceLevel: number | null): boolean =>
  slope !== null && serviceLevel !== null && (1 - serviceLevel < leastLate || 1 - serviceLevel > mostLate);
