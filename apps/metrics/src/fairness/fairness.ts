import { differenceOf, raisedForMany, type Stratum } from '../statistics/stratified-test.ts';
import { FEWEST_IN_CELL, hiddenIn } from './hiding.ts';

/** What of the treatment of customers is looked at. */
export type FairnessAspect = 'OUTCOME' | 'DELAY' | 'REDRESS';
/** Who is looked at: customers for whom adjustments are made or not, those of a tier, or everybody of a site. */
export type FairnessCohort = 'VULNERABLE' | 'NOT_VULNERABLE' | 'TIER' | 'EVERYBODY';

/** The figures of the catalogue by which each aspect is told. All are shares of cases or complaints, each of which counts once. */
export const looked: readonly { readonly aspect: FairnessAspect; readonly key: string }[] = [
  { aspect: 'OUTCOME', key: 'cases.relief_share' },
  { aspect: 'OUTCOME', key: 'complaints.upheld_share' },
  { aspect: 'DELAY', key: 'cases.timely_share' },
  { aspect: 'DELAY', key: 'complaints.late_share' },
  { aspect: 'REDRESS', key: 'cases.redress_share' },
];

/** How many facts of one category, site and cohort there are, and of how many of them the figure says yes. */
export interface FairnessCount {
  readonly category: string;
  readonly siteId: string | null;
  readonly isVulnerable: boolean;
  readonly tier: string | null;
  readonly below: number;
  readonly above: number;
}

/** One cell: a cohort at a site, or at all of them. */
export interface FairnessCell {
  readonly cohort: FairnessCohort;
  readonly tier: string | null;
  /** Null for all sites together. */
  readonly siteId: string | null;
  readonly share: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly isHidden: boolean;
}

/** A cohort at a site that fares unlike those it is compared with. */
export interface FairnessFinding {
  readonly aspect: FairnessAspect;
  readonly key: string;
  readonly cohort: FairnessCohort;
  readonly tier: string | null;
  readonly siteId: string | null;
  /** The share of the cohort less that of the others, at the same mix of categories, in hundredths. */
  readonly difference: number;
  /** How likely by chance, raised for all that was tested, to one digit. */
  readonly chance: number;
}

/** One figure by cohort and site. */
export interface FairnessMeasure {
  readonly aspect: FairnessAspect;
  readonly key: string;
  readonly cells: readonly FairnessCell[];
}

/** A look at how cohorts of customers fare. */
export interface FairnessReview {
  readonly falseAlarmRate: number;
  readonly measures: readonly FairnessMeasure[];
  /** How many comparisons were tested. */
  readonly tested: number;
  readonly findings: readonly FairnessFinding[];
}

/** The counts of one figure. */
export interface FairnessCounts {
  readonly aspect: FairnessAspect;
  readonly key: string;
  readonly counts: readonly FairnessCount[];
}

type Is = (count: FairnessCount) => boolean;
const totalOf = (counts: readonly FairnessCount[], is: Is) =>
  counts.filter(is).reduce((sum, { below, above }) => ({ below: sum.below + below, above: sum.above + above }), {
    ...{ below: 0, above: 0 },
  });

/** Whom one column or row of a table is of. */
interface Part {
  readonly is: Is;
  readonly at: Pick<FairnessCell, 'cohort' | 'tier' | 'siteId'>;
}

const sitesOf = (counts: readonly FairnessCount[]): string[] =>
  [...new Set(counts.flatMap(({ siteId }) => siteId ?? []))].toSorted();
const tiersOf = (counts: readonly FairnessCount[]): string[] =>
  [...new Set(counts.flatMap(({ tier }) => tier ?? []))].toSorted();

const everybody: Part = { is: () => true, at: { cohort: 'EVERYBODY', tier: null, siteId: null } };
const cohorts: readonly Part[] = [
  { is: ({ isVulnerable }) => isVulnerable, at: { cohort: 'VULNERABLE', tier: null, siteId: null } },
  { is: ({ isVulnerable }) => !isVulnerable, at: { cohort: 'NOT_VULNERABLE', tier: null, siteId: null } },
];

/** A table of cells with its sums, small ones withheld. Rows and columns must each add up: what fits no other part is of one of its own. */
function tableOf(counts: readonly FairnessCount[], rows: readonly Part[], columns: readonly Part[]): FairnessCell[] {
  const places = [...rows, everybody].map((row) =>
    [...columns, everybody].map((column) => ({
      at: { ...column.at, siteId: row.at.siteId },
      ...totalOf(counts, (count) => row.is(count) && column.is(count)),
    })),
  );
  const hidden = hiddenIn(places.map((line) => line.map(({ below }) => below)));
  return places.flatMap((line, row) =>
    line.map(({ at, below, above }, column): FairnessCell => {
      if (hidden.has(`${row}/${column}`))
        return { ...at, share: null, numerator: null, denominator: null, isHidden: true };
      return {
        ...at,
        share: below === 0 ? null : above / below,
        numerator: above,
        denominator: below,
        isHidden: false,
      };
    }),
  );
}

const atSite = (siteId: string | null): Part => ({
  is: (count) => count.siteId === siteId,
  at: { cohort: 'EVERYBODY', tier: null, siteId },
});
const ofTier = (tier: string | null): Part => ({
  is: (count) => count.tier === tier,
  at: { cohort: 'TIER', tier, siteId: null },
});

/**
 * The cells of a figure: by site and by whether customers are vulnerable, and by tier. Cases of no site and customers of no tier keep the sums right and are
 * not shown. The two tables share no cell but the sum of all.
 */
export function cellsOf(counts: readonly FairnessCount[]): FairnessCell[] {
  const bySite = tableOf(counts, [...sitesOf(counts), null].map(atSite), cohorts);
  const shown = bySite.filter((cell, i) => cell.siteId !== null || i >= bySite.length - cohorts.length - 1);
  const tiers = tableOf(counts, [], [...tiersOf(counts), null].map(ofTier));
  return [...shown, ...tiers.filter(({ cohort, tier }) => cohort === 'TIER' && tier !== null)];
}

/** Two groups that are compared: whose they are, and among whom. */
interface Comparison {
  readonly at: Part['at'];
  readonly among: Is;
  readonly ours: Is;
  /** What must be alike for the two to be compared. */
  readonly stratum: (count: FairnessCount) => string;
}

function comparisonsOf(counts: readonly FairnessCount[]): Comparison[] {
  const sites = sitesOf(counts);
  const byCategory = ({ category }: FairnessCount) => category;
  const byPlace = ({ category, siteId }: FairnessCount) => JSON.stringify([category, siteId]);
  return [
    ...sites.map((siteId) => ({
      ...{ at: { cohort: 'VULNERABLE' as const, tier: null, siteId }, among: atSite(siteId).is },
      ...{ ours: ({ isVulnerable }: FairnessCount) => isVulnerable, stratum: byCategory },
    })),
    ...tiersOf(counts).map((tier) => ({
      ...{ at: ofTier(tier).at, among: () => true, ours: ofTier(tier).is, stratum: byPlace },
    })),
    ...(sites.length < 2
      ? []
      : sites.map((siteId) => ({
          ...{ at: atSite(siteId).at, among: (count: FairnessCount) => count.siteId !== null },
          ...{ ours: atSite(siteId).is, stratum: byCategory },
        }))),
  ];
}

function strataOf(counts: readonly FairnessCount[], { among, ours, stratum }: Comparison): Stratum[] {
  const groups = Map.groupBy(counts.filter(among), stratum);
  return [...groups.values()].map((group) => {
    const mine = totalOf(group, ours);
    const others = totalOf(group, (count) => !ours(count));
    return { ours: mine.below, oursAbove: mine.above, others: others.below, othersAbove: others.above };
  });
}

/** What one figure has to compare. A comparison of which a side is of fewer than a cell may tell of is not made. */
function tested({ aspect, key, counts }: FairnessCounts) {
  return comparisonsOf(counts).flatMap((comparison) => {
    const strata = strataOf(counts, comparison);
    const sizes = (['ours', 'others'] as const).map((side) => strata.reduce((sum, each) => sum + each[side], 0));
    if (sizes.some((size) => size < FEWEST_IN_CELL)) return [];
    const found = differenceOf(strata);
    return found ? [{ aspect, key, ...comparison.at, ...found }] : [];
  });
}

/** Rounded, so that no withheld number can be worked out from it. */
const inHundredths = (value: number): number => Math.round(value * 100) / 100;
const inOneDigit = (value: number): number => Number(value.toPrecision(1));

/**
 * Looks at how cohorts fare: every figure by cohort and site, and what differs by more than chance. Compared are, within the same category: vulnerable
 * customers of a site with the others of it; each tier with the others, by site; each site with the others. Where everybody fares alike, at most
 * `falseAlarmRate` of all such reviews has any finding: exact tests, raised for how many there are.
 */
export function reviewOf(figures: readonly FairnessCounts[], falseAlarmRate: number): FairnessReview {
  const measures = figures.map(({ aspect, key, counts }) => ({ aspect, key, cells: cellsOf(counts) }));
  const tests = figures.flatMap(tested);
  const chances = raisedForMany(tests.map(({ chance }) => chance));
  const findings = tests
    .map((test, i) => ({ ...test, chance: chances[i] ?? 1 }))
    .filter(({ chance }) => chance <= falseAlarmRate)
    .toSorted((a, b) => a.chance - b.chance)
    .map((finding) => ({
      ...{ ...finding, difference: inHundredths(finding.difference), chance: inOneDigit(finding.chance) },
    }));
  return { falseAlarmRate, measures, tested: tests.length, findings };
}
