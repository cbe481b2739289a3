import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { BadInput } from './bad-input.ts';
import { isStorable } from './instants.ts';

/** A point in time, or a distance from now in milliseconds (`-P14D` arrives as `{ fromNowMs: -1209600000 }`). */
export type Moment = Date | { readonly fromNowMs: number };

/**
 * A filter as the graph takes it: comparators by field (`{ status: { in: [...] } }`), joined by `and` / `or` / `not`.
 * Fields and comparators named together hold together; what is null was not asked.
 */
export interface Filter {
  readonly and?: readonly Filter[] | null | undefined;
  readonly or?: readonly Filter[] | null | undefined;
  readonly not?: Filter | null | undefined;
}

/** The deepest nesting of and / or / not that a filter may have. */
export const MAX_FILTER_DEPTH = 6;

/**
 * Where a field of a filter is stored: a column; or one whose values may stand for each other, with the SQL function that names all which count
 * as a given one, such as `customer_family`.
 */
export type FilterField = string | { readonly column: string; readonly alike: string };

/** A condition in SQL with named parameters (`:filter0`). */
export interface Condition {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

const OPERATORS: Readonly<Record<string, string>> = { eq: '=', gte: '>=', gt: '>', lte: '<=', lt: '<' };

function valueOf(value: unknown, now: Date): unknown {
  if (typeof value !== 'object' || value === null || !('fromNowMs' in value)) return value;
  const instant = new Date(now.getTime() + Number(value.fromNowMs));
  if (!isStorable(instant)) throw new BadInput('A distance from now ends outside the years 1 to 9999.');
  return instant;
}

const escapeLike = (text: string) => text.replace(/[\\%_]/g, (character) => `\\${character}`);

class FilterWriter {
  readonly parameters: Record<string, unknown> = {};
  readonly #fields: Readonly<Record<string, FilterField>>;
  readonly #now: Date;

  constructor(fields: Readonly<Record<string, FilterField>>, now: Date) {
    this.#fields = fields;
    this.#now = now;
  }

  #parameter(value: unknown): string {
    const name = `filter${Object.keys(this.parameters).length}`;
    this.parameters[name] = value;
    return `:${name}`;
  }

  #alike(column: string, alike: string, [operator, value]: readonly [string, unknown]): string {
    if (operator === 'eq') return `${column} = ANY (${alike}(${this.#parameter(value)}))`;
    const each = `SELECT unnest(${alike}(given)) FROM unnest(CAST(${this.#parameter(value)} AS text[])) AS given`;
    return `${column} IN (${each})`;
  }

  #comparison(field: FilterField, operator: string, value: unknown): string {
    const column = typeof field === 'string' ? field : field.column;
    if (typeof field !== 'string' && (operator === 'eq' || operator === 'in'))
      return this.#alike(column, field.alike, [operator, value]);
    if (operator === 'in') return `${column} = ANY (${this.#parameter(value)})`;
    if (operator === 'contains') return `${column} ILIKE ${this.#parameter(`%${escapeLike(String(value))}%`)}`;
    if (operator === 'isNull') return value ? `${column} IS NULL` : `${column} IS NOT NULL`;
    const symbol = OPERATORS[operator];
    if (!symbol) throw new BadInput(`There is no comparator "${operator}".`);
    return `${column} ${symbol} ${this.#parameter(valueOf(value, this.#now))}`;
  }

  #field(field: string, comparators: object): string {
    const column = this.#fields[field];
    if (!column) throw new BadInput(`This list cannot be filtered by "${field}".`);
    const asked = Object.entries(comparators).filter(([, value]) => value !== null && value !== undefined);
    return this.#join(
      asked.map(([operator, value]) => this.#comparison(column, operator, value)),
      'AND',
    );
  }

  #join(parts: readonly string[], word: 'AND' | 'OR'): string {
    if (parts.length === 0) return word === 'AND' ? 'TRUE' : 'FALSE';
    return `(${parts.join(` ${word} `)})`;
  }

  write(filter: Filter, depth = 0): string {
    if (depth > MAX_FILTER_DEPTH) {
      throw new BadInput(`A filter may nest and / or / not at most ${MAX_FILTER_DEPTH} levels deep. Flatten it.`);
    }
    const parts: string[] = [];
    for (const [name, value] of Object.entries(filter)) {
      if (value === null || value === undefined) continue;
      if (name === 'and')
        parts.push(
          this.#join(
            (value as Filter[]).map((part) => this.write(part, depth + 1)),
            'AND',
          ),
        );
      else if (name === 'or')
        parts.push(
          this.#join(
            (value as Filter[]).map((part) => this.write(part, depth + 1)),
            'OR',
          ),
        );
      // IS NOT TRUE, so that a row whose column is empty counts as one that does not match.
      else if (name === 'not') parts.push(`(${this.write(value as Filter, depth + 1)}) IS NOT TRUE`);
      else parts.push(this.#field(name, value as object));
    }
    return this.#join(parts, 'AND');
  }
}

/** Writes a filter as SQL. `fields` names what may be filtered and where it is stored. Throws {@link BadInput} for anything else. */
export function filterCondition(
  filter: Filter,
  options: { readonly fields: Readonly<Record<string, FilterField>>; readonly now: Date },
): Condition {
  const writer = new FilterWriter(options.fields, options.now);
  return { sql: writer.write(filter), parameters: writer.parameters };
}

/** Adds a filter to a query; no filter adds nothing. */
export function applyFilter<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  filter: Filter | null | undefined,
  options: { readonly fields: Readonly<Record<string, FilterField>>; readonly now: Date },
): void {
  if (!filter) return;
  const { sql, parameters } = filterCondition(filter, options);
  query.andWhere(sql, parameters);
}
