import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { DATE_FORMATS, type DateFormat } from './written-date.ts';

/** Thrown when a mapping, or what it makes of a file's header, cannot be used. The message is meant for whoever wrote it. */
export class BadMapping extends Error {
  override readonly name = 'BadMapping';
}

/** What a mapping says of a file whose rows have these fields. */
export interface Mapping<Field extends string> {
  /** Titles of the file's columns and what each holds; null for one that is passed over. By the titles alone, when absent. */
  readonly columns?: Readonly<Record<string, Field | null>> | undefined;
  /** What holds of every row whose own cell is absent or blank. */
  readonly constants?: Readonly<Partial<Record<Field, string>>> | undefined;
  /** How days are written. Default: ISO, such as 2026-03-28. */
  readonly dateFormat?: DateFormat | undefined;
  /** The file's words and the graph's, for each field: such as `{"kind": {"Company": "ORGANISATION"}}`. */
  readonly values?: Readonly<Partial<Record<Field, Readonly<Record<string, string>>>>> | undefined;
  /** What stands between the items of a list in one cell. Default: a line break or a semicolon. */
  readonly listSeparator?: string | undefined;
}

/** The fields of one kind of row, with the titles under which each is found when no mapping says otherwise. */
export type Titles<Field extends string> = Readonly<Record<Field, readonly string[]>>;

/** The schema of a mapping to these fields. */
export function mappingSchema<Field extends string>(titles: Titles<Field>) {
  const field = z.enum(Object.keys(titles) as [Field, ...Field[]]);
  const words = z.record(z.string(), z.string());
  return z.strictObject({
    $schema: z.string().optional(),
    columns: z.record(z.string(), field.nullable()).optional().describe('Title of a column: its field, or null.'),
    constants: z.partialRecord(field, z.string().min(1)).optional().describe('Field: what every row has.'),
    dateFormat: z.enum(DATE_FORMATS).optional().describe('How days are written.'),
    values: z.partialRecord(field, words).optional().describe("Field: the file's words and the graph's."),
    listSeparator: z.string().min(1).optional().describe('What parts the items of a list in one cell.'),
  });
}

/** Reads a mapping file. @throws BadMapping naming everything that is wrong with it. */
export async function readMapping<Field extends string>(
  path: string | undefined,
  titles: Titles<Field>,
): Promise<Mapping<Field>> {
  if (path === undefined) return {};
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new BadMapping(error.code === 'ENOENT' ? `There is no mapping ${path}.` : `${path}: ${error.message}.`);
  });
  return mappingOf(text, path, titles);
}

/** A mapping from its JSON. @throws BadMapping naming everything that is wrong with it. */
export function mappingOf<Field extends string>(text: string, path: string, titles: Titles<Field>): Mapping<Field> {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    throw new BadMapping(`${path} is not JSON: ${(error as Error).message}.`);
  }
  const read = mappingSchema(titles).safeParse(given);
  if (read.success) return read.data as Mapping<Field>;
  const wrong = read.error.issues.map(({ path: at, message }) => `  ${at.join('.') || 'the whole'}: ${message}`);
  throw new BadMapping(
    [`${path} is no mapping:`, ...wrong, `Fields are ${Object.keys(titles).join(', ')}.`].join('\n'),
  );
}

/** Reads cells of a row by their fields. */
export interface RowReading<Field extends string> {
  /** The cell of this field as the graph's word, without spaces around it; a constant or '' when the row has none. */
  text(field: Field): string;
  /** The cell as it stands in the file. */
  raw(field: Field): string;
  /** The items of a list. */
  list(field: Field): string[];
}

/** A mapping applied to a header. */
export interface MappedHeader<Field extends string> {
  /** Titles of columns that nobody asked for. */
  readonly passedOver: readonly string[];
  readonly dateFormat: DateFormat;
  /** The title of the column in which a field stands; null when it is a constant or absent. */
  titleOf(field: Field): string | null;
  row(fields: readonly string[], unguard: (cell: string) => string): RowReading<Field>;
}

const plain = (title: string) => title.toLowerCase().replace(/[^a-z0-9]+/g, '');
const quoted = (titles: readonly string[]) => titles.map((title) => `"${title}"`).join(', ');

function placesOf<Field extends string>(
  header: readonly string[],
  { columns }: Mapping<Field>,
  titles: Titles<Field>,
): { places: Map<Field, number>; passedOver: string[] } {
  const places = new Map<Field, number>();
  const passedOver: string[] = [];
  const missing = Object.keys(columns ?? {}).filter((title) => !header.includes(title));
  if (missing.length > 0)
    throw new BadMapping(`The mapping names ${quoted(missing)}, but the header has ${quoted(header)}.`);
  const byTitle = new Map(
    (Object.entries(titles) as [Field, readonly string[]][]).flatMap(([field, known]) =>
      [field, ...known].map((title) => [plain(title), field] as const),
    ),
  );
  for (const [place, title] of header.entries()) {
    const field = columns ? columns[title] : byTitle.get(plain(title));
    if (field === undefined) passedOver.push(title);
    else if (field !== null) {
      const other = places.get(field);
      if (other !== undefined)
        throw new BadMapping(`Both "${header[other]}" and "${title}" are ${field}: say in a mapping which one is.`);
      places.set(field, place);
    }
  }
  return { places, passedOver };
}

/** What a mapping makes of a header. @throws BadMapping */
export function applyMapping<Field extends string>(
  header: readonly string[],
  mapping: Mapping<Field>,
  titles: Titles<Field>,
): MappedHeader<Field> {
  const { places, passedOver } = placesOf(header, mapping, titles);
  const { constants = {}, values = {}, listSeparator } = mapping as Mapping<string>;
  const words = new Map(Object.entries(values).map(([field, known]) => [field, new Map(Object.entries(known ?? {}))]));
  return {
    passedOver,
    dateFormat: mapping.dateFormat ?? 'ISO',
    titleOf: (field) => header[places.get(field) ?? -1] ?? null,
    row: (fields, unguard) => {
      const raw = (field: Field) => unguard(fields[places.get(field) ?? -1] ?? '').trim();
      const text = (field: Field) => {
        const own = raw(field);
        return (own === '' ? constants[field] : (words.get(field)?.get(own) ?? own)) ?? '';
      };
      const list = (field: Field) =>
        text(field)
          .split(listSeparator ?? /[\n;]/)
          .map((item) => item.trim())
          .filter((item) => item !== '');
      return { raw, text, list };
    },
  };
}
