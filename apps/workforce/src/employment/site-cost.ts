/** The fewest people of whom an average is told. */
export const FEWEST_COUNTED = 5;
/** What averages are rounded to, in minor units: with that few people the change of an average would otherwise tell the raise of one. */
export const ROUNDED_TO = 50;

/** What the people of a site cost an hour from a day on, all together. */
export interface SiteCost {
  /** `YYYY-MM-DD`. */
  readonly from: string;
  readonly currency: string;
  readonly people: number;
  /** The sum over them of an hour's cost, in minor units. */
  readonly minor: number;
}

/** What an hour costs on average from a day on; null when too few are known to tell it. */
export interface SiteRate {
  readonly from: string;
  readonly currency: string;
  readonly hourMinor: number | null;
}

/** The averages that may be told: nothing at all where there were never enough people. */
export function statedRates(costs: readonly SiteCost[]): SiteRate[] {
  if (costs.every(({ people }) => people < FEWEST_COUNTED)) return [];
  return costs.map(({ from, currency, people, minor }) => ({
    ...{ from, currency },
    hourMinor: people < FEWEST_COUNTED ? null : Math.round(minor / people / ROUNDED_TO) * ROUNDED_TO,
  }));
}
