import type { Problem } from '@courtesy/kernel';
import type { FactInput, FactValueInput } from '@courtesy/graph-types/policy';
import { duration, parseTime } from 'feelin';
import type { PlainValue } from '../dmn/plain-value.ts';

/** Facts by name, as plain data: temporal values are ISO 8601 texts. */
export type Facts = Readonly<Record<string, PlainValue>>;

/** The most facts of a decision, parts and values of lists counted. */
export const MAX_FACTS = 1_000;
/** The longest text of a fact, in characters. */
export const MAX_FACT_TEXT = 4_000;
/** How deep parts may nest. */
const MAX_DEPTH = 6;
const MAX_NAME = 200;
/** What a double keeps exactly, which is what FEEL counts with here. */
const MAX_DIGITS = 15;

type Value = Omit<FactInput, 'name'>;
const FIELDS = ['text', 'number', 'isTrue', 'date', 'time', 'dateTime', 'duration', 'list', 'parts', 'isNone'] as const;
type Field = (typeof FIELDS)[number];

const significantDigits = (decimal: string) => decimal.replace(/^-?0*\.?0*|\.|0+$/g, '').length;

/** Reads facts, and collects everything that keeps them from being read. */
class FactReader {
  readonly problems: Problem[] = [];
  private count = 0;

  read(facts: readonly FactInput[], path: string, depth = 0): Facts {
    if (depth > MAX_DEPTH) return this.refuse(path, `nests more than ${MAX_DEPTH} levels`, {});
    const read: Record<string, PlainValue> = {};
    for (const [index, fact] of facts.entries()) {
      const place = `${path}[${index}]`;
      if (fact.name.trim() === '' || fact.name.length > MAX_NAME)
        this.refuse(`${place}.name`, `must have 1 to ${MAX_NAME} characters`, null);
      if (Object.hasOwn(read, fact.name)) this.refuse(`${place}.name`, `"${fact.name}" is given twice`, null);
      // As a property of its own, so that no name, such as __proto__, means anything else.
      const value = this.value(fact, place, depth);
      Object.defineProperty(read, fact.name, { value, enumerable: true, configurable: true, writable: true });
    }
    return read;
  }

  private refuse<T>(path: string, message: string, instead: T): T {
    this.problems.push({ path, message });
    return instead;
  }

  private value(given: Value | FactValueInput, place: string, depth: number): PlainValue {
    this.count += 1;
    if (this.count === MAX_FACTS + 1)
      this.refuse(place, `is beyond the ${MAX_FACTS} facts that a decision may have`, null);
    const value: Value = given;
    const fields = FIELDS.filter((field) => value[field] != null && (field !== 'isNone' || value.isNone));
    const [field, ...others] = fields;
    if (field === undefined || others.length > 0)
      return this.refuse(place, `has ${fields.length} values (${fields.join(', ')}); give exactly one`, null);
    return this.single(field, value, { place, depth });
  }

  private single(field: Field, value: Value, at: { readonly place: string; readonly depth: number }): PlainValue {
    const { place, depth } = at;
    switch (field) {
      case 'text':
        return this.text(value.text ?? '', `${place}.text`);
      case 'number':
        return this.number(value.number ?? '', `${place}.number`);
      case 'isTrue':
        return value.isTrue ?? null;
      case 'date':
        return value.date ?? null;
      case 'dateTime':
        return value.dateTime?.toISOString() ?? null;
      case 'time':
        return this.temporal(value.time ?? '', parseTime, { place: `${place}.time`, such: '09:30:00' });
      case 'duration':
        return this.temporal(value.duration ?? '', duration, { place: `${place}.duration`, such: 'P30D or PT4H' });
      case 'list':
        return (value.list ?? []).map((item, index) => this.value(item, `${place}.list[${index}]`, depth + 1));
      case 'parts':
        return this.read(value.parts ?? [], `${place}.parts`, depth + 1);
      case 'isNone':
        return null;
    }
  }

  private text(text: string, place: string): PlainValue {
    if (text.length <= MAX_FACT_TEXT) return text;
    return this.refuse(place, `has ${text.length} characters; at most ${MAX_FACT_TEXT} are kept`, null);
  }

  private number(decimal: string, place: string): PlainValue {
    if (significantDigits(decimal) <= MAX_DIGITS) return Number(decimal);
    return this.refuse(
      place,
      `${decimal} has more than ${MAX_DIGITS} significant digits; the rules would round it`,
      null,
    );
  }

  private temporal(
    text: string,
    parse: (text: string) => unknown,
    { place, such }: { readonly place: string; readonly such: string },
  ): PlainValue {
    if (text.length <= 100 && parse(text) != null) return text;
    return this.refuse(place, `"${text}" cannot be read; write it such as ${such}`, null);
  }
}

/** Reads facts as callers give them, with everything that is wrong with them by its place under `path`. */
export function readFacts(
  given: readonly FactInput[],
  path: string,
): { readonly facts: Facts; readonly problems: readonly Problem[] } {
  const reader = new FactReader();
  return { facts: reader.read(given, path), problems: reader.problems };
}
