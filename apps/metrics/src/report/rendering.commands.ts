import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { addDays } from '@courtesy/kernel';
import pdfmake from 'pdfmake';
import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { chartOf, CHART } from './chart.commands.ts';
import { blockWords, changeWords, figureNumber, figureWords, rowWords } from './figure-words.ts';
import type { KeptFile, ReportFigure, ReportFormat, ReportRun, ReportRunBlock, Shown } from './report.ts';
import { csvOf, xlsxOf } from './spreadsheet.commands.ts';

const fonts = join(dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')), 'fonts', 'Roboto');
pdfmake.setFonts({
  Roboto: {
    normal: join(fonts, 'Roboto-Regular.ttf'),
    bold: join(fonts, 'Roboto-Medium.ttf'),
    italics: join(fonts, 'Roboto-Italic.ttf'),
    bolditalics: join(fonts, 'Roboto-MediumItalic.ttf'),
  },
});
// A report reaches nothing but its fonts.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => path.startsWith(fonts));

const BLUE = '#1f4e79';
const LIGHT = '#eef2f7';
/** The most rows of a block that a page shows; all are in the CSV and the XLSX. */
const MOST_ROWS = 40;

const lines = {
  hLineWidth: (i: number, { table }: { table: { body: unknown[] } }) => (i === 0 || i === table.body.length ? 0 : 0.5),
  vLineWidth: () => 0,
  hLineColor: () => '#d1d5db',
  paddingTop: () => 3,
  paddingBottom: () => 3,
};

const head = (text: string, alignment: 'left' | 'right' = 'right'): TableCell => ({
  ...{ text, alignment, bold: true, fillColor: LIGHT, color: BLUE },
});
const cell = (text: string): TableCell => ({ text, alignment: 'right' });

const day = (text: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${text}T00:00:00Z`),
  );

/** The figures of a section beside each other: now, the period before and a year ago. */
function summaryOf(blocks: readonly ReportRunBlock[]): Content {
  const once = [...new Map(blocks.map((block) => [`${block.metricKey} ${block.caseType}`, block])).values()];
  const rows = once.map((block): TableCell[] => [
    { text: `${blockWords({ ...block, by: null })}${block.isApproximate ? ' (within 1 %)' : ''}` },
    { ...(cell(figureWords(block.unit, block.total)) as object), bold: true } as TableCell,
    cell(figureWords(block.unit, block.before)),
    cell(changeWords(block.unit, block.total, block.before)),
    cell(figureWords(block.unit, block.lastYear)),
    cell(changeWords(block.unit, block.total, block.lastYear)),
  ]);
  const heads = [
    head('Figure', 'left'),
    head('This period'),
    head('Before'),
    head('Change'),
    head('A year ago'),
    head('Change'),
  ];
  return {
    layout: lines,
    margin: [0, 0, 0, 10],
    table: { headerRows: 1, widths: ['*', 'auto', 'auto', 'auto', 'auto', 'auto'], body: [heads, ...rows] },
  } as Content;
}

const count = (value: number | null): string => (value === null ? 'none' : figureWords('COUNT', { ...NOTHING, value }));
const NOTHING: ReportFigure = { value: null, numerator: null, denominator: null, money: null, isHidden: false };

/** The rows of a block, those of values with the largest first; of a share also what it is made of. */
function tableOf(block: ReportRunBlock): Content[] {
  const size = (row: ReportFigure) => figureNumber(block.unit, row) ?? Number.NEGATIVE_INFINITY;
  const rows =
    block.by !== null && block.grain === 'TOTAL' ? block.rows.toSorted((a, b) => size(b) - size(a)) : block.rows;
  const isShare = block.unit === 'SHARE';
  const body = rows
    .slice(0, MOST_ROWS)
    .map((row): TableCell[] => [
      { text: rowWords(block, row) },
      cell(figureWords(block.unit, row)),
      ...(isShare ? [cell(count(row.numerator)), cell(count(row.denominator))] : []),
    ]);
  const first = block.by === null ? 'When' : `${block.by[0]}${block.by.slice(1).toLowerCase().replaceAll('_', ' ')}`;
  const heads = [head(first, 'left'), head(block.name), ...(isShare ? [head('Of these'), head('Of')] : [])];
  const widths = ['*', ...heads.slice(1).map(() => 'auto')];
  const left = rows.length - body.length;
  return [
    {
      layout: lines,
      margin: [0, 0, 0, 10],
      table: { headerRows: 1, dontBreakRows: true, widths, body: [heads, ...body] },
    },
    ...(left > 0 ? [{ text: `and ${left} more, in the CSV and the XLSX of this report`, style: 'note' }] : []),
  ];
}

function rowsOf(block: ReportRunBlock): Content[] {
  if (block.rows.length < 2 && block.by === null) return [];
  const chart = chartOf(block);
  const title: Content = { text: blockWords(block), style: 'block' };
  const drawn: Content[] =
    chart === null
      ? [title]
      : [{ stack: [title, { svg: chart, width: CHART.width, margin: [0, 0, 0, 6] }], unbreakable: true }];
  if (chart === null || block.by !== null || block.rows.length <= 14) return [...drawn, ...tableOf(block)];
  // What a chart of many days shows is not said again in as many lines, but for what it cannot show.
  const withheld = block.rows.filter(({ isHidden }) => isHidden).map((row) => rowWords(block, row));
  return withheld.length === 0 ? drawn : [...drawn, { text: `Withheld: ${withheld.join(', ')}`, style: 'note' }];
}

const styles = {
  title: { fontSize: 22, bold: true, color: BLUE, margin: [0, 0, 0, 2] },
  subtitle: { fontSize: 12, color: '#374151', margin: [0, 0, 0, 12] },
  section: { fontSize: 14, bold: true, color: BLUE, margin: [0, 10, 0, 6] },
  block: { fontSize: 10, bold: true, margin: [0, 4, 0, 4] },
  words: { italics: true, margin: [0, 0, 0, 8] },
  note: { fontSize: 8, color: '#6b7280', margin: [0, 0, 0, 8] },
} as const satisfies TDocumentDefinitions['styles'] | object;

const minute = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** How it came about, in small print: when it was run and signed, how far the feeds had been read, and the hash of what it says. */
function colophon({ runAt, signedAt, timeZone, content, contentHash }: ReportRun): Content {
  const readTo = content.watermark.map(({ feed, readAt }) => `${feed} ${minute(new Date(readAt))}`).join(', ');
  const signed = signedAt ? `signed off ${minute(signedAt)}` : 'not signed off';
  const text = `Run ${minute(runAt)}; days in ${timeZone}; ${signed}. Events read up to: ${readTo || 'nothing'}. Content ${contentHash.slice(0, 16)}.`;
  return { text, style: 'note', margin: [0, 12, 0, 0] };
}

function documentOf({ run, commentary, site }: Shown): TDocumentDefinitions {
  const said = new Map(commentary.map((each) => [each.section, each]));
  const period = `${day(run.from)} to ${day(addDays(run.to, -1))}`;
  const sections = run.content.sections.flatMap(({ key, title, blocks }): Content[] => [
    { text: title, style: 'section' },
    ...(said.has(key) ? [{ text: said.get(key)?.words ?? '', style: 'words' } as Content] : []),
    summaryOf(blocks),
    ...blocks.flatMap(rowsOf),
  ]);
  return {
    info: {
      title: `${run.name}, ${period}`,
      creationDate: run.signedAt ?? run.runAt,
      modDate: run.signedAt ?? run.runAt,
    },
    pageSize: 'A4',
    pageMargins: [40, 50, 40, 50],
    defaultStyle: { font: 'Roboto', fontSize: 9 },
    styles: styles as unknown as NonNullable<TDocumentDefinitions['styles']>,
    content: [
      { text: run.name, style: 'title' },
      { text: `${period}${site === null ? '' : `, ${site}`}`, style: 'subtitle' },
      ...sections,
      colophon(run),
    ],
    footer: (page: number, pages: number) => ({
      ...{ text: `${run.name}, ${period}: ${page} of ${pages}`, alignment: 'center', fontSize: 8, color: '#6b7280' },
      margin: [0, 16, 0, 0],
    }),
  };
}

async function bytesOf(shown: Shown, format: ReportFormat): Promise<Buffer> {
  if (format === 'PDF') return Buffer.from(await pdfmake.createPdf(documentOf(shown)).getBuffer());
  return format === 'CSV' ? csvOf(shown) : xlsxOf(shown);
}

/** A run as a file. What it was made of is frozen; the bytes are kept when it is signed. */
export async function renderReport(shown: Shown, format: ReportFormat): Promise<KeptFile> {
  const bytes = await bytesOf(shown, format);
  return { runId: shown.run.id, format, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}
