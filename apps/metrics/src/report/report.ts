import { problemsOfWords, type Problem } from '@courtesy/kernel';
import type {
  DefineReportInput,
  MetricAdditivity,
  MetricDimension,
  MetricGrain,
  MetricPeriod,
  MetricUnit,
} from '@courtesy/graph-types/metrics';

/** What one block of a report shows: a figure with the same of the period before and of a year ago, or its values by a dimension or over time. */
export interface ReportBlock {
  readonly metricKey: string;
  readonly by: MetricDimension | null;
  readonly grain: MetricGrain;
  /** Only cases of this kind, such as COMPLAINT, where the figure can be narrowed so. */
  readonly caseType: string | null;
  readonly chart: 'NONE' | 'BAR' | 'LINE';
}

/** A part of a report under a heading of its own. */
export interface ReportSection {
  readonly key: string;
  readonly title: string;
  readonly blocks: readonly ReportBlock[];
}

/** One version of what a report shows. Never changed: a change is a new version. */
export interface ReportDefinition {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly name: string;
  readonly sections: readonly ReportSection[];
  readonly definedAt: Date;
  readonly definedBy: string;
}

/** A figure as it was, in the unit of its block; money in minor units as text, so that it is kept exactly. */
export interface ReportFigure {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly money: { readonly minor: string; readonly currency: string } | null;
  readonly isHidden: boolean;
}

/** A figure of one value or one stretch of time. */
export interface ReportRow extends ReportFigure {
  readonly bucket: string;
  readonly key: string | null;
  readonly label: string | null;
}

/** What a block showed when the report was run. */
export interface ReportRunBlock extends ReportBlock {
  readonly name: string;
  readonly definitionVersion: number;
  readonly unit: MetricUnit;
  readonly additivity: MetricAdditivity;
  readonly isApproximate: boolean;
  readonly total: ReportFigure;
  readonly before: ReportFigure | null;
  readonly lastYear: ReportFigure | null;
  readonly rows: readonly ReportRow[];
}

/** What a section showed when the report was run. */
export interface ReportRunSection {
  readonly key: string;
  readonly title: string;
  readonly blocks: readonly ReportRunBlock[];
}

/** How far a feed had been read when a report was run. */
export interface FrozenFeed {
  readonly feed: string;
  readonly place: string;
  readonly readAt: string;
}

/** All that a report showed. Once run it never changes. */
export interface ReportContent {
  readonly sections: readonly ReportRunSection[];
  readonly watermark: readonly FrozenFeed[];
}

/** A report over a period, frozen when it was run. */
export interface ReportRun {
  readonly id: string;
  readonly definitionId: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly currency: string;
  /** The one site it is about; null when about all. */
  readonly siteId: string | null;
  readonly content: ReportContent;
  /** SHA-256 of the content, by which two runs are told to say the same. */
  readonly contentHash: string;
  readonly runAt: Date;
  readonly runBy: string;
  readonly runById: string | null;
  readonly signedAt: Date | null;
  readonly signedBy: string | null;
  readonly signedById: string | null;
  readonly version: number;
}

/** What somebody said of a section. Never changed: the last that was said stands. */
export interface ReportCommentary {
  readonly id: string;
  readonly runId: string;
  readonly section: string;
  readonly words: string;
  readonly writtenAt: Date;
  readonly writtenBy: string;
  readonly writtenById: string | null;
}

/** What a file shows beside the run: the words that stand for each section, and the name of the site it is about. */
export interface Shown {
  readonly run: ReportRun;
  readonly commentary: readonly ReportCommentary[];
  readonly site: string | null;
}

/** The kinds of file that a report is handed out as. */
export const reportFormats = ['PDF', 'CSV', 'XLSX'] as const;

/** See {@link reportFormats}. */
export type ReportFormat = (typeof reportFormats)[number];

/** A report as a file, kept when it was signed. */
export interface KeptFile {
  readonly runId: string;
  readonly format: ReportFormat;
  readonly bytes: Buffer;
  readonly sha256: string;
}

/** The report is signed, and stays as it is. Nothing was done. */
export interface ReportIsSigned {
  readonly type: 'ReportIsSigned';
  readonly run: ReportRun;
}

/** Whoever runs a report does not sign it off. Nothing was done. */
export interface SelfSignOff {
  readonly type: 'SelfSignOff';
  readonly run: ReportRun;
}

/** Why a figure of one run is not that of another. */
export type DifferenceReason = 'DEFINITION_CHANGED' | 'FACTS_CAME_LATE' | 'OTHER_QUESTION';

/** A figure that differs between two runs. */
export interface ReportDifference {
  readonly section: string;
  readonly metricKey: string;
  readonly label: string | null;
  readonly before: ReportFigure | null;
  readonly after: ReportFigure | null;
  readonly reason: DifferenceReason;
}

const MAX = { name: 200, key: 60, sections: 30, blocks: 20, words: 5_000 };

/** What is wrong with a definition by itself; whether its metrics can be told as it wants them is another matter. */
export function problemsOfReport({ key, name, sections }: DefineReportInput): Problem[] {
  const keys = sections.map((section) => section.key);
  return [
    ...(/^[a-z][a-z0-9-]*$/.test(key) && key.length <= MAX.key
      ? []
      : [{ path: 'key', message: 'must be words in small letters joined by hyphens, such as monthly-service' }]),
    ...problemsOfWords('name', name, MAX.name),
    ...(sections.length >= 1 && sections.length <= MAX.sections
      ? []
      : [{ path: 'sections', message: `has ${sections.length}; send 1 to ${MAX.sections}` }]),
    ...(new Set(keys).size === keys.length ? [] : [{ path: 'sections', message: 'have keys that come twice' }]),
    ...sections.flatMap(({ title, blocks }, i) => [
      ...problemsOfWords(`sections[${i}].title`, title, MAX.name),
      ...(blocks.length >= 1 && blocks.length <= MAX.blocks
        ? []
        : [{ path: `sections[${i}].blocks`, message: `has ${blocks.length}; send 1 to ${MAX.blocks}` }]),
    ]),
  ];
}

/** What is wrong with commentary on a section of a run. */
export const problemsOfCommentary = (
  { content }: ReportRun,
  { section, words }: { readonly section: string; readonly words: string },
): Problem[] => [
  ...(content.sections.some(({ key }) => key === section)
    ? []
    : [
        {
          path: 'section',
          message: `"${section}" is no section of it. There are: ${content.sections.map(({ key }) => key).join(', ')}`,
        },
      ]),
  ...problemsOfWords('words', words, MAX.words),
];

/** The period before a month is the month before: a report compares like with like. */
export const isSamePeriod = (one: MetricPeriod, other: MetricPeriod): boolean =>
  one.from === other.from && one.to === other.to;

const sameFigure = (one: ReportFigure | null, other: ReportFigure | null): boolean =>
  JSON.stringify(one && figureOnly(one)) === JSON.stringify(other && figureOnly(other));

const figureOnly = ({ value, numerator, denominator, money, isHidden }: ReportFigure): ReportFigure => ({
  ...{ value, numerator, denominator, money, isHidden },
});

/** The figures of a block with what each is called, the whole period and what it is compared with first. */
function figuresOf({
  total,
  before,
  lastYear,
  rows,
}: ReportRunBlock): ReadonlyMap<string, readonly [string | null, ReportFigure]> {
  const beside = { 'the period before': before, 'a year ago': lastYear };
  return new Map<string, readonly [string | null, ReportFigure]>([
    ['', [null, total]],
    ...Object.entries(beside).flatMap(([label, figure]) => (figure ? [[label, [label, figure]] as const] : [])),
    ...rows.map((row) => [`row ${row.bucket} ${row.key ?? ''}`, [row.label ?? row.bucket, row]] as const),
  ]);
}

function differencesOfBlock(section: string, before: ReportRunBlock, after: ReportRunBlock): ReportDifference[] {
  const isRedefined = before.definitionVersion !== after.definitionVersion;
  const reason = isRedefined ? ('DEFINITION_CHANGED' as const) : ('FACTS_CAME_LATE' as const);
  const [then, now] = [figuresOf(before), figuresOf(after)];
  return [...new Set([...now.keys(), ...then.keys()])].flatMap((place) => {
    const [one, other] = [then.get(place), now.get(place)];
    const [figure, next] = [one?.[1] ?? null, other?.[1] ?? null];
    // Another meaning is told of the whole period even where it comes to the same.
    if (sameFigure(figure, next) && !(isRedefined && place === '')) return [];
    const label = other?.[0] ?? one?.[0] ?? null;
    const common = { section, metricKey: after.metricKey, reason, label };
    return [{ ...common, before: figure && figureOnly(figure), after: next && figureOnly(next) }];
  });
}

const questionOf = (section: string, { metricKey, by, grain, caseType }: ReportRunBlock) =>
  JSON.stringify([section, metricKey, by, grain, caseType]);

/** Every figure that differs between two runs over the same period and site, in the order of the later one. */
export function differencesOf(before: ReportContent, after: ReportContent): ReportDifference[] {
  const asked = (content: ReportContent) =>
    new Map(
      content.sections.flatMap(({ key, title, blocks }) =>
        blocks.map((block) => [questionOf(key, block), { title, block }] as const),
      ),
    );
  const [then, now] = [asked(before), asked(after)];
  const others = (from: typeof then, beside: typeof then, side: 'before' | 'after'): ReportDifference[] =>
    [...from].flatMap(([question, { title, block }]) =>
      beside.has(question)
        ? []
        : [
            {
              ...{ section: title, metricKey: block.metricKey, label: null, reason: 'OTHER_QUESTION' as const },
              ...{ before: null, after: null, [side]: figureOnly(block.total) },
            },
          ],
    );
  return [
    ...[...now].flatMap(([question, { title, block }]) => {
      const known = then.get(question);
      return known ? differencesOfBlock(title, known.block, block) : [];
    }),
    ...others(now, then, 'after'),
    ...others(then, now, 'before'),
  ];
}
