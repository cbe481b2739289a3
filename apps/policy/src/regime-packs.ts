import { z } from 'zod';
import type { Problem } from '@courtesy/kernel';
import type { ComplaintRulesInput } from '@courtesy/graph-types/policy';
import { packNames, readPackFile } from './packs.ts';

const limit = z.strictObject({
  length: z.int(),
  unit: z.enum(['BUSINESS_DAYS', 'CALENDAR_DAYS', 'WEEKS', 'MONTHS']),
});
const keys = z.array(z.string()).optional();
const letterKind = z.enum(['ACKNOWLEDGEMENT', 'HOLDING', 'SUMMARY_RESOLUTION', 'STAGE_RESPONSE', 'FINAL_RESPONSE']);
const basis = z.string().optional();
const terms = z
  .array(z.strictObject({ key: z.string(), name: z.string(), description: z.string().optional() }))
  .optional();
const source = z.strictObject({
  title: z.string(),
  url: z.string(),
  readOn: z.iso.date(),
  sections: z.array(z.strictObject({ section: z.string(), says: z.string() })),
});
const calendar = z.strictObject({
  name: z.string(),
  weekdays: z.array(z.enum(['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'])),
  holidays: z.strictObject({ country: z.string(), region: z.string().optional() }).optional(),
  closedDays: z.array(z.strictObject({ date: z.iso.date(), name: z.string() })).optional(),
  fromYear: z.int(),
  untilYear: z.int(),
});
const stage = z.strictObject({
  key: z.string(),
  name: z.string(),
  decidesApartFrom: keys,
  endedBy: z.array(letterKind),
  checkedOutcomes: z.array(z.enum(['UPHELD', 'PARTLY_UPHELD', 'NOT_UPHELD'])).optional(),
  basis,
});
const clock = z.strictObject({
  key: z.string(),
  name: z.string(),
  stage: z.string(),
  startsOn: z.enum(['RECEIVED', 'STAGE_OPENED', 'ACKNOWLEDGED']),
  limit,
  dayOne: z.enum(['DAY_AFTER', 'SAME_DAY']),
  stoppedBy: z.array(letterKind).optional(),
  extension: z.strictObject({ limit, countsFrom: z.enum(['START', 'DUE']), basis }).optional(),
  onlyFor: keys,
  notFor: keys,
  basis,
});
const letter = z.strictObject({
  kind: letterKind,
  name: z.string(),
  stages: keys,
  elements: z.array(
    z.strictObject({
      key: z.string(),
      mustContain: z.string(),
      outcomes: z.array(z.enum(['UPHELD', 'PARTLY_UPHELD', 'NOT_UPHELD'])).optional(),
      onlyFor: keys,
      notFor: keys,
      basis,
    }),
  ),
});
const packSchema = z.strictObject({
  name: z.string(),
  summary: z.string(),
  rules: z.strictObject({
    jurisdiction: z.string(),
    timeZone: z.string(),
    notice: z.string(),
    sources: z.array(source),
    calendar,
    kinds: terms,
    stages: z.array(stage),
    clocks: z.array(clock),
    letters: z.array(letter),
    categories: terms,
    referral: z
      .strictObject({
        name: z.string(),
        url: z.string().optional(),
        address: z.string().optional(),
        limit: limit.optional(),
        basis,
      })
      .optional(),
    notes: z.array(z.strictObject({ text: z.string(), basis })).optional(),
  }),
});

/** A complaint regime as its pack gives it: the same that a caller of the graph may draft. */
export interface RegimePackContent {
  readonly name: string;
  readonly summary: string;
  readonly rules: ComplaintRulesInput;
}

/** The file of a pack that holds its regime. */
export const REGIME_FILE = 'regime.json';

/** `['rules', 'clocks', 2, 'stage']` as `regime.json: rules.clocks[2].stage`. */
function placeOf(path: readonly PropertyKey[]): string {
  const place = path.map((each) => (typeof each === 'number' ? `[${each}]` : `.${String(each)}`)).join('');
  return `${REGIME_FILE}${place && `: ${place.replace(/^\./, '')}`}`;
}

function messageOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `has ${issue.keys.map((each) => `"${each}"`).join(', ')}, which a regime does not know; take it out or mend its spelling`;
    case 'invalid_value':
      return `is none of ${issue.values.map(String).join(', ')}; write one of them`;
    case 'invalid_type':
      return `is absent or of the wrong type; give one of type ${issue.expected}`;
    case 'invalid_format':
      return `is no ${issue.format}; write a day as 2026-01-31`;
    default:
      return issue.message;
  }
}

/** Reads the text of a pack's regime: the regime, or everything that is wrong with its form, by place. */
export function readRegime(text: string): RegimePackContent | readonly Problem[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return [{ path: REGIME_FILE, message: `is no JSON: ${error instanceof Error ? error.message : String(error)}` }];
  }
  const read = packSchema.safeParse(json);
  if (read.success) return read.data as RegimePackContent;
  return read.error.issues.map((issue) => ({ path: placeOf(issue.path), message: messageOf(issue) }));
}

/** Reads a shipped regime; null when there is no such pack. */
export function readRegimePack(pack: string): RegimePackContent | readonly Problem[] | null {
  return packNames('regimes').includes(pack) ? readRegime(readPackFile('regimes', pack, REGIME_FILE)) : null;
}

/** The shipped regimes that can be read, by pack. */
export const regimePacks = (): readonly (RegimePackContent & { readonly pack: string })[] =>
  packNames('regimes').flatMap((pack) => {
    const content = readRegimePack(pack);
    return content && 'rules' in content ? [{ ...content, pack }] : [];
  });
