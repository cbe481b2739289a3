/** What the importer knows of a complaint, by its own names. */
export type ColumnName =
  | 'received'
  | 'product'
  | 'subProduct'
  | 'issue'
  | 'subIssue'
  | 'narrative'
  | 'publicResponse'
  | 'company'
  | 'state'
  | 'zip'
  | 'tags'
  | 'channel'
  | 'sent'
  | 'response'
  | 'timely'
  | 'disputed'
  | 'id';

/** Where each column of a file stands, from 0; a column that the file does not have is absent. */
export type Columns = Readonly<Partial<Record<ColumnName, number>>>;

/** Thrown when a file's header lacks columns without which no row is a complaint. */
export class UnknownHeader extends Error {
  override readonly name = 'UnknownHeader';
}

/**
 * The names under which the Consumer Financial Protection Bureau has published each column: in its download of today, in older ones and
 * in its interface for programs.
 * @see https://cfpb.github.io/api/ccdb/fields.html
 */
const published: Readonly<Record<ColumnName, readonly string[]>> = {
  received: ['Date received'],
  product: ['Product'],
  subProduct: ['Sub-product'],
  issue: ['Issue'],
  subIssue: ['Sub-issue'],
  narrative: ['Consumer complaint narrative', 'complaint_what_happened'],
  publicResponse: ['Company public response'],
  company: ['Company'],
  state: ['State'],
  zip: ['ZIP code'],
  tags: ['Tags'],
  channel: ['Submitted via'],
  sent: ['Date sent to company'],
  response: ['Company response to consumer', 'Company response'],
  timely: ['Timely response?', 'timely'],
  disputed: ['Consumer disputed?'],
  id: ['Complaint ID'],
};

/** Columns that every published shape has, and without which a row says neither what happened nor when. */
const needed = ['received', 'issue', 'sent', 'response'] as const satisfies readonly ColumnName[];

const plain = (title: string) => title.toLowerCase().replace(/[^a-z0-9]+/g, '');

const byTitle = new Map(
  Object.entries(published).flatMap(([name, titles]) => titles.map((title) => [plain(title), name as ColumnName])),
);

/** Columns that are published but say nothing the graph keeps. */
const passedOver = new Set(['Consumer consent provided?', 'has_narrative'].map(plain));

/** What a file's header says. */
export interface Header {
  readonly columns: Columns;
  /** Titles that nobody knows; their columns are passed over. */
  readonly unknown: readonly string[];
}

/**
 * Finds the known columns in a header, in any order, whatever the case and punctuation of their titles.
 *
 * @throws UnknownHeader naming every needed column that is missing and every column that stands there twice.
 */
export function readHeader(titles: readonly string[]): Header {
  const columns: Partial<Record<ColumnName, number>> = {};
  const unknown: string[] = [];
  const twice: string[] = [];
  for (const [index, title] of titles.entries()) {
    const name = byTitle.get(plain(title));
    if (!name) {
      if (!passedOver.has(plain(title))) unknown.push(title);
    } else if (columns[name] === undefined) columns[name] = index;
    else twice.push(title);
  }
  const missing = needed
    .filter((name) => columns[name] === undefined)
    .map((name) => quoted(published[name][0] ?? name));
  if (missing.length > 0)
    throw new UnknownHeader(
      `This is not a file of consumer complaints: its header has no column ${missing.join(', ')}. It has ${titles.map(quoted).join(', ')}.`,
    );
  if (twice.length > 0) throw new UnknownHeader(`The header has a column twice: ${twice.map(quoted).join(', ')}.`);
  return { columns, unknown };
}

/** The columns of a header; those nobody knows are told to `onNotice`. @throws UnknownHeader */
export function columnsOf(titles: readonly string[], onNotice: (line: string) => void): Columns {
  const { columns, unknown } = readHeader(titles);
  if (unknown.length > 0) onNotice(`Columns passed over, since nobody knows them: ${unknown.map(quoted).join(', ')}.`);
  return columns;
}

const quoted = (title: string) => `"${title.length > 60 ? `${title.slice(0, 60)}…` : title}"`;
