import { decimalOf, InvalidMoney, moneyOf, type Money } from '@courtesy/kernel';
import type { MergeFieldType, MergeProblemKind } from '@courtesy/graph-types/policy';

/** What a template expects to be told. */
export interface MergeField {
  readonly name: string;
  readonly type: MergeFieldType;
  /** What it is, for whoever fills it in. */
  readonly description: string;
  /** A value it may have, written as a value is. */
  readonly example: string;
}

/** A value that a letter is told. */
export interface MergeValue {
  readonly name: string;
  /** Text as it is; a day as `2026-03-28`, money as `12.50 GBP`, a number as `1234.5`. */
  readonly value: string;
}

/** One value that does not fit. */
export interface MergeProblem {
  readonly field: string;
  readonly kind: MergeProblemKind;
}

/** The longest value, in characters. */
export const MAX_VALUE = 5_000;

// What cannot be seen in print: controls, and marks that turn the direction of what follows them.
const UNSEEN = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u;
const UNSEEN_BUT_LINES = /[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069]/u;
const NUMBER = /^-?\d{1,18}(\.\d{1,9})?$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

function dayOf(value: string): Date | null {
  if (!DAY.test(value)) return null;
  const day = new Date(`${value}T00:00:00Z`);
  // 2026-02-31 rolls over into March.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value) ? day : null;
}

function amountOf(value: string): Money | null {
  const [decimal = '', currency = '', ...rest] = value.split(' ');
  if (rest.length > 0 || !NUMBER.test(decimal)) return null;
  try {
    return moneyOf(decimal, currency);
  } catch (error) {
    if (error instanceof InvalidMoney) return null;
    throw error;
  }
}

// The exact decimal as text: as a number it would lose what a double cannot hold.
const exact = (decimal: string) => decimal as unknown as bigint;

/** A value as the letter shows it, in the words of a language. Null when it is none of that type. */
export function formatValue(type: MergeFieldType, value: string, language: string): string | null {
  if (value.length > MAX_VALUE || value.trim() === '') return null;
  switch (type) {
    case 'TEXT':
      return UNSEEN.test(value) ? null : value;
    case 'PARAGRAPHS':
      return UNSEEN_BUT_LINES.test(value) ? null : value;
    case 'DATE': {
      const day = dayOf(value);
      return day && new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(day);
    }
    case 'MONEY': {
      const amount = amountOf(value);
      const options = { style: 'currency', currency: amount?.currency ?? 'XXX' } as const;
      return amount && new Intl.NumberFormat(language, options).format(exact(decimalOf(amount)));
    }
    case 'NUMBER':
      return NUMBER.test(value)
        ? new Intl.NumberFormat(language, { maximumFractionDigits: 9 }).format(exact(value))
        : null;
  }
}

/** The values of a letter as it shows them by field, or everything that keeps them from being shown. */
export function mergeValues(
  fields: readonly MergeField[],
  given: readonly MergeValue[],
  language: string,
): ReadonlyMap<string, string> | readonly MergeProblem[] {
  const declared = new Set(fields.map(({ name }) => name));
  const values = new Map<string, string>();
  const problems: MergeProblem[] = [];
  for (const { name, value } of given) {
    if (!declared.has(name)) problems.push({ field: name, kind: 'UNKNOWN' });
    else if (values.has(name)) problems.push({ field: name, kind: 'TWICE' });
    else values.set(name, value);
  }
  const shown = new Map<string, string>();
  for (const { name, type } of fields) {
    const value = values.get(name);
    const words = value === undefined ? null : formatValue(type, value, language);
    if (words === null) problems.push({ field: name, kind: value === undefined ? 'MISSING' : 'UNFIT' });
    else shown.set(name, words);
  }
  return problems.length > 0 ? problems : shown;
}
