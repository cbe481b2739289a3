import { duration, parseDate, parseDateTime, parseTime } from 'feelin';
import { compileTest, type Scope } from '@courtesy/feel';
import type { DecisionModel, InputData, TypeDefinition } from './model.ts';

/** A fact that cannot be used: missing, of a wrong type, or not among the allowed values. */
export interface FactProblem {
  /** The input, or the part of it, such as `Loan.amount` or `Items[2]`. */
  readonly field: string;
  /** What is wrong with it. */
  readonly kind: 'MISSING' | 'WRONG_TYPE' | 'NOT_ALLOWED';
  /** What was expected, in FEEL's words. */
  readonly expected: string;
}

/** Facts turned into FEEL values, with what was wrong with them. An unusable fact is null. */
export interface FactsRead {
  /** Values by the inputs' names. */
  readonly scope: Scope;
  /** What is wrong, in the order of the inputs; empty when every fact is usable. */
  readonly problems: readonly FactProblem[];
}

type Reading = (value: unknown, field: string, problems: FactProblem[]) => unknown;

const nameOf = (type: string) => type.replace(/^feel:/, '').trim();

/** Reads a text by a FEEL parser, or refuses it. */
const textual = (parse: (text: string) => unknown) => (value: unknown) =>
  typeof value === 'string' ? (parse(value) ?? undefined) : undefined;

const readDateTime = textual(parseDateTime);
/** FEEL's basic types; undefined means the value is not of the type. */
const BASIC: Readonly<Record<string, (value: unknown) => unknown>> = {
  string: (value) => (typeof value === 'string' ? value : undefined),
  number: (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  date: textual(parseDate),
  time: textual(parseTime),
  dateTime: readDateTime,
  'date and time': readDateTime,
  duration: textual(duration),
  'days and time duration': textual(duration),
  'years and months duration': textual(duration),
  dayTimeDuration: textual(duration),
  yearMonthDuration: textual(duration),
};

/** Any JSON value: what is no data, such as a function, is not a fact. */
function anyValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(anyValue);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, anyValue(part)]));
  return typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint' ? null : (value ?? null);
}

function basic(type: string): Reading {
  const read = BASIC[type];
  if (!read) return anyValue;
  return (value, field, problems) => {
    const found = read(value);
    if (found === undefined) problems.push({ field, kind: 'WRONG_TYPE', expected: type });
    return found ?? null;
  };
}

function listOf(element: Reading): Reading {
  return (value, field, problems) => {
    // FEEL takes one value where a list is wanted as a list of that one.
    const items = Array.isArray(value) ? value : [value];
    return items.map((item, index) => element(item, `${field}[${index + 1}]`, problems));
  };
}

interface Part {
  readonly name: string;
  readonly type: string | null;
  readonly read: Reading;
}

/** Reads a fact or a part of one by its name. What is absent is a problem; null says that there is none, and is a value like any other. */
function readPart(
  { name, type, read }: Part,
  given: Readonly<Record<string, unknown>>,
  field: string,
  problems: FactProblem[],
): unknown {
  const value = Object.hasOwn(given, name) ? given[name] : undefined;
  if (value === undefined) problems.push({ field, kind: 'MISSING', expected: type ?? 'Any' });
  return value == null ? null : read(value, field, problems);
}

function structure(parts: readonly Part[]): Reading {
  return (value, field, problems) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      problems.push({ field, kind: 'WRONG_TYPE', expected: 'context' });
      return null;
    }
    const given = value as Record<string, unknown>;
    return Object.fromEntries(
      parts.map((part) => [part.name, readPart(part, given, `${field}.${part.name}`, problems)]),
    );
  };
}

function allowed(read: Reading, tests: string): Reading {
  const test = compileTest(tests, new Set());
  return (value, field, problems) => {
    const before = problems.length;
    const found = read(value, field, problems);
    if (problems.length > before || test.run(found, {})) return found;
    problems.push({ field, kind: 'NOT_ALLOWED', expected: tests });
    return null;
  };
}

type Types = ReadonlyMap<string, TypeDefinition>;

function readingOfDefinition(definition: TypeDefinition, types: Types, seen: readonly string[]): Reading {
  const { base, parts, isList, allowedValues } = definition;
  const one =
    parts.length > 0
      ? structure(
          parts.map((part) => ({ name: part.name, type: part.base, read: readingOfDefinition(part, types, seen) })),
        )
      : readingOf(base, types, seen);
  const checked = allowedValues === null ? one : allowed(one, allowedValues);
  return isList ? listOf(checked) : checked;
}

function readingOf(type: string | null, types: Types, seen: readonly string[] = []): Reading {
  if (type === null) return anyValue;
  const definition = types.get(type);
  // A type that contains itself says nothing more once it is met again.
  if (!definition || seen.includes(type)) return basic(nameOf(type));
  return readingOfDefinition(definition, types, [...seen, type]);
}

/** Prepares the reading of facts for a model. Throws ExpressionRefused when a type's allowed values do not parse. */
export function compileFacts(model: DecisionModel): (facts: Scope) => FactsRead {
  const types = new Map(model.types.map((definition) => [definition.name, definition]));
  const readings = model.inputs.map((input: InputData) => ({ ...input, read: readingOf(input.type, types) }));
  return (facts) => {
    const problems: FactProblem[] = [];
    const scope: Record<string, unknown> = {};
    for (const part of readings) scope[part.name] = readPart(part, facts, part.name, problems);
    return { scope, problems };
  };
}
