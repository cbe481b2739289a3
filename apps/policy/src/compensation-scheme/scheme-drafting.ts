import { type AmountGiven, decimalOf, InvalidMoney, moneyOf, type Problem } from '@courtesy/kernel';
import type { CompensationBandInput, SchemeSourceInput, UpliftFactorInput } from '@courtesy/graph-types/policy';
import { problemsOfName } from '../calendar/calendar.ts';
import { problemsOfNote, problemsOfReason } from '../policy/policy-version.ts';
import type { CompensationBand, SchemeSource, UpliftFactor } from './compensation-scheme.ts';

/** The most bands of a version. */
export const MAX_BANDS = 100;
/** The most uplift factors of a version. */
export const MAX_UPLIFTS = 50;
/** The highest uplift, in percent. */
export const MAX_PERCENT = 400;

const CODE = /^[A-Z0-9][A-Z0-9_]{0,39}$/;

/** What a version of a scheme is to say, as a caller gives it. */
export interface SchemeGiven {
  readonly summary?: string | null | undefined;
  readonly bands: readonly CompensationBandInput[];
  readonly uplifts?: readonly UpliftFactorInput[] | null | undefined;
  readonly source?: SchemeSourceInput | null | undefined;
}

/** What a version of a scheme says, as it is kept; bands in order, without ids. */
export interface SchemeWording {
  readonly summary: string | null;
  readonly bands: readonly Omit<CompensationBand, 'id' | 'schemeVersionId'>[];
  readonly uplifts: readonly UpliftFactor[];
  readonly source: SchemeSource | null;
}

function problemOfLimit(path: string, given: AmountGiven, currency: string): Problem | null {
  if (given.currency !== currency) return { path, message: `is not in ${currency}, as the scheme is` };
  try {
    return moneyOf(given.amount, given.currency).minor < 0n ? { path, message: 'is less than nothing' } : null;
  } catch (error) {
    if (error instanceof InvalidMoney) return { path, message: `cannot be taken: ${error.message}` };
    throw error;
  }
}

function problemsOfCode(path: string, code: string): Problem[] {
  if (CODE.test(code)) return [];
  return [{ path, message: `"${code}" is no code; use at most 40 of A-Z, 0-9 and underscores, such as SUBSTANTIAL` }];
}

function problemsOfBand(band: CompensationBandInput, path: string, currency: string): Problem[] {
  const limits = [
    problemOfLimit(`${path}.min`, band.min, currency),
    problemOfLimit(`${path}.max`, band.max, currency),
  ].filter((problem) => problem !== null);
  const problems = [
    ...problemsOfCode(`${path}.code`, band.code),
    ...problemsOfName(`${path}.name`, band.name),
    ...problemsOfReason(`${path}.description`, band.description),
    ...limits,
  ];
  if (limits.length > 0) return problems;
  const [min, max] = [moneyOf(band.min.amount, currency), moneyOf(band.max.amount, currency)];
  if (max.minor < min.minor)
    problems.push({ path: `${path}.max`, message: `is less than the min of ${decimalOf(min)} ${currency}` });
  return problems;
}

function problemsOfUplift({ code, percent, reason }: UpliftFactorInput, path: string): Problem[] {
  const problems = [...problemsOfCode(`${path}.code`, code), ...problemsOfReason(`${path}.reason`, reason)];
  if (percent < 1 || percent > MAX_PERCENT)
    problems.push({ path: `${path}.percent`, message: `must be 1 to ${MAX_PERCENT}` });
  return problems;
}

function problemsOfSource(source: SchemeSourceInput | null | undefined): Problem[] {
  if (!source) return [];
  return [...problemsOfName('source.title', source.title), ...problemsOfNote('source.url', source.url)];
}

/** Places whose key stood earlier in the list. */
const repeated = (keys: readonly string[]): number[] =>
  keys.flatMap((key, index) => (keys.indexOf(key) < index ? [index] : []));

/** Everything that keeps a version of a scheme from being drafted, by place in the input; empty when nothing does. */
export function problemsOfScheme(given: SchemeGiven, currency: string): Problem[] {
  const uplifts = given.uplifts ?? [];
  if (given.bands.length < 1 || given.bands.length > MAX_BANDS)
    return [{ path: 'bands', message: `must be 1 to ${MAX_BANDS}, not ${given.bands.length}` }];
  if (uplifts.length > MAX_UPLIFTS)
    return [{ path: 'uplifts', message: `are ${uplifts.length}; a version has at most ${MAX_UPLIFTS}` }];
  return [
    ...problemsOfNote('summary', given.summary),
    ...given.bands.flatMap((band, index) => problemsOfBand(band, `bands[${index}]`, currency)),
    ...repeated(given.bands.map(({ head, code }) => `${head} ${code}`)).map((index) => ({
      path: `bands[${index}].code`,
      message: 'is that of an earlier band of the same head',
    })),
    ...uplifts.flatMap((uplift, index) => problemsOfUplift(uplift, `uplifts[${index}]`)),
    ...repeated(uplifts.map(({ code }) => code)).map((index) => ({
      path: `uplifts[${index}].code`,
      message: 'is that of an earlier uplift factor',
    })),
    ...problemsOfSource(given.source),
  ];
}

/** What is wrong with the clauses that bands name; `anchors` are those of the latest version of the scheme's policy, null when it has none. */
export function problemsOfClausesNamed(given: SchemeGiven, anchors: ReadonlySet<string> | null): Problem[] {
  return given.bands.flatMap(({ clause }, index) => {
    if (clause == null || anchors?.has(clause)) return [];
    const message = anchors
      ? `"${clause}" is no anchor of the latest version of the scheme's policy`
      : 'is given, but the scheme names no policy; give policyId';
    return [{ path: `bands[${index}].clause`, message }];
  });
}

const HEADS = ['FINANCIAL', 'DISTRESS_AND_INCONVENIENCE', 'LOSS_OF_SERVICE', 'GOODWILL'] as const;

/** Reads what a caller gave, once {@link problemsOfScheme} found nothing: bands of one head together, from the least to the most. */
export function wordingOf(given: SchemeGiven, currency: string): SchemeWording {
  const bands = given.bands
    .map((band) => ({
      head: band.head,
      code: band.code,
      name: band.name.trim(),
      description: band.description.trim(),
      currency,
      minMinor: moneyOf(band.min.amount, currency).minor,
      maxMinor: moneyOf(band.max.amount, currency).minor,
      clause: band.clause ?? null,
    }))
    .sort(
      (one, other) =>
        HEADS.indexOf(one.head) - HEADS.indexOf(other.head) ||
        Number(one.minMinor - other.minMinor) ||
        Number(one.maxMinor - other.maxMinor),
    );
  return {
    summary: given.summary?.trim() ?? null,
    bands: bands.map((band, index) => ({ ...band, position: index + 1 })),
    uplifts: (given.uplifts ?? []).map(({ code, percent, reason, heads }) => ({
      code,
      percent,
      reason: reason.trim(),
      heads: [...new Set(heads ?? [])],
    })),
    source: given.source
      ? { title: given.source.title.trim(), url: given.source.url ?? null, readOn: given.source.readOn }
      : null,
  };
}
