import { stringify } from 'csv-stringify/sync';
import writeXlsxFile, { type Row } from 'write-excel-file/node';
import { figureNumber } from './figure-words.ts';
import type { ReportFigure, ReportRun, ReportRunBlock, Shown } from './report.ts';

const columns = [
  'section',
  'metric',
  'definition version',
  'breakdown',
  'bucket',
  'key',
  'label',
  'unit',
  'value',
  'numerator',
  'denominator',
  'withheld',
] as const;

function recordOf(
  section: string,
  block: ReportRunBlock,
  figure: ReportFigure,
  place: { readonly bucket?: string; readonly key?: string | null; readonly label?: string | null },
) {
  const unit = block.unit === 'MONEY' ? (figure.money?.currency ?? 'MONEY') : block.unit;
  const value = figure.isHidden ? null : figureNumber(block.unit, figure);
  return [
    section,
    block.metricKey,
    block.definitionVersion,
    block.by,
    place.bucket ?? null,
    place.key ?? null,
    place.label ?? null,
    unit,
    value,
    figure.numerator,
    figure.denominator,
    figure.isHidden ? 'yes' : null,
  ];
}

/** Every figure of a run, one a row: in each block those of the whole period and of what it is compared with first. */
const recordsOf = ({ content }: ReportRun) =>
  content.sections.flatMap(({ title, blocks }) =>
    blocks.flatMap((block) => [
      recordOf(title, block, block.total, { label: 'whole period' }),
      ...(block.before ? [recordOf(title, block, block.before, { label: 'the period before' })] : []),
      ...(block.lastYear ? [recordOf(title, block, block.lastYear, { label: 'a year ago' })] : []),
      ...(block.rows.length > 1 || block.by !== null ? block.rows.map((row) => recordOf(title, block, row, row)) : []),
    ]),
  );

/** What a spreadsheet would take for a formula is told as text. Source: OWASP, "CSV Injection". */
const harmless = (value: string | number | null) =>
  typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;

const headerOf = (names: readonly string[]): Row =>
  names.map((value) => ({ value, type: String, fontWeight: 'bold' as const }));

const rowOf = (record: readonly (string | number | null)[]): Row =>
  record.map((value) => {
    if (value === null) return null;
    return typeof value === 'number' ? { value, type: Number } : { value: String(harmless(value)), type: String };
  });

/** What was said of each section, under its heading. */
const commentaryOf = ({ run, commentary }: Shown): Row[] => {
  const titles = new Map(run.content.sections.map(({ key, title }) => [key, title]));
  return commentary.map(({ section, words, writtenAt }) =>
    rowOf([titles.get(section) ?? section, writtenAt.toISOString(), words]),
  );
};

const ZIP = {
  end: 0x06054b50,
  endSize: 22,
  entries: 10,
  directory: 16,
  entrySize: 46,
  local: 42,
  lengths: [28, 30, 32],
};
/** The first instant that a ZIP archive can name: the first of January 1980. */
const FIRST = { time: 0, date: 0x21 };

/**
 * The archive with the same instant at each of its files, so that the same report is the same bytes whenever it is made. Source: PKWARE,
 * ".ZIP File Format Specification" (APPNOTE), 4.3.7, 4.3.12 and 4.3.16; there is no comment at the end of an archive that we made.
 */
function timeless(archive: Buffer): Buffer {
  const end = archive.length - ZIP.endSize;
  if (archive.readUInt32LE(end) !== ZIP.end) throw new Error('The spreadsheet does not end as an archive does');
  let entry = archive.readUInt32LE(end + ZIP.directory);
  for (let left = archive.readUInt16LE(end + ZIP.entries); left > 0; left -= 1) {
    for (const at of [entry + 12, archive.readUInt32LE(entry + ZIP.local) + 10]) {
      archive.writeUInt16LE(FIRST.time, at);
      archive.writeUInt16LE(FIRST.date, at + 2);
    }
    entry += ZIP.lengths.reduce((length, at) => length + archive.readUInt16LE(entry + at), ZIP.entrySize);
  }
  return archive;
}

/** A run as a table of text: every figure in a row of its own. */
export const csvOf = ({ run }: Shown): Buffer =>
  Buffer.from(stringify([[...columns], ...recordsOf(run).map((record) => record.map(harmless))]));

/** A run as a spreadsheet: the same rows, and on a sheet of its own what was said of it. */
export async function xlsxOf(shown: Shown): Promise<Buffer> {
  const figures = [headerOf(columns), ...recordsOf(shown.run).map(rowOf)];
  const said = [headerOf(['section', 'written at', 'words']), ...commentaryOf(shown)];
  const sheets = [
    { data: figures, sheet: 'Figures' },
    { data: said, sheet: 'Commentary' },
  ];
  return timeless(Buffer.from(await writeXlsxFile(sheets).toBuffer()));
}
