import type { FactKind } from '@courtesy/graph-types/policy';
import type { DecisionModel, TypeDefinition } from '../dmn/model.ts';
import type { PlainValue } from '../dmn/plain-value.ts';

/** A value under a name, as callers see it. */
export interface Fact {
  readonly name: string;
  readonly kind: FactKind;
  /** As FEEL writes it. */
  readonly literal: string;
  /** As plain text; null for what is made of others, and for nothing. */
  readonly text: string | null;
  readonly items: readonly Fact[];
  readonly parts: readonly Fact[];
}

type Types = DecisionModel['types'];

/** What a text is, when its type is stated. */
const TEMPORAL: Readonly<Record<string, FactKind>> = {
  date: 'DATE',
  time: 'TIME',
  dateTime: 'DATE_TIME',
  'date and time': 'DATE_TIME',
  duration: 'DURATION',
  'days and time duration': 'DURATION',
  'years and months duration': 'DURATION',
  dayTimeDuration: 'DURATION',
  yearMonthDuration: 'DURATION',
};
const FUNCTIONS: Readonly<Partial<Record<FactKind, string>>> = {
  DATE: 'date',
  TIME: 'time',
  DATE_TIME: 'date and time',
  DURATION: 'duration',
};
const NAME = /^[\p{L}_][\p{L}\p{N}_ ]*$/u;

/** A basic type, or the parts of a structure. */
export interface Typed {
  readonly base: string | null;
  readonly parts: readonly TypeDefinition[];
}
const UNTYPED: Typed = { base: null, parts: [] };

/** A type with the name that it stands for in the end; a type that leads to itself says nothing. */
export function typedBy(type: string | null, types: Types): Typed {
  let name = type;
  for (let left = types.length; left >= 0; left -= 1) {
    const definition = types.find((each) => each.name === name);
    if (!definition) return { base: name?.replace(/^feel:/, '').trim() ?? null, parts: [] };
    if (definition.parts.length > 0) return { base: null, parts: definition.parts };
    name = definition.base;
  }
  return UNTYPED;
}

function scalar(name: string, value: string | number | boolean, { base }: Typed): Fact {
  const text = String(value);
  const known =
    typeof value === 'string' && base !== null && Object.hasOwn(TEMPORAL, base) ? TEMPORAL[base] : undefined;
  const kind = known ?? (typeof value === 'number' ? 'NUMBER' : typeof value === 'boolean' ? 'BOOLEAN' : 'TEXT');
  const quoted = typeof value === 'string' ? JSON.stringify(value) : text;
  const callee = FUNCTIONS[kind];
  return { name, kind, literal: callee ? `${callee}(${quoted})` : quoted, text, items: [], parts: [] };
}

const entry = ({ name, literal }: Fact) => `${NAME.test(name) ? name : JSON.stringify(name)}: ${literal}`;

function factIn(name: string, value: PlainValue, typed: Typed, types: Types): Fact {
  if (value === null) return { name, kind: 'NONE', literal: 'null', text: null, items: [], parts: [] };
  if (typeof value !== 'object') return scalar(name, value, typed);
  if (Array.isArray(value)) {
    const items = (value as readonly PlainValue[]).map((item) => factIn('', item, typed, types));
    const literal = `[${items.map((item) => item.literal).join(', ')}]`;
    return { name, kind: 'LIST', literal, text: null, items, parts: [] };
  }
  const parts = Object.entries(value as Readonly<Record<string, PlainValue>>).map(([key, part]) => {
    const definition = typed.parts.find((each) => each.name === key);
    const own = definition?.parts.length ? { base: null, parts: definition.parts } : null;
    return factIn(key, part, own ?? typedBy(definition?.base ?? null, types), types);
  });
  return { name, kind: 'PARTS', literal: `{${parts.map(entry).join(', ')}}`, text: null, items: [], parts };
}

/** A value under its name. Whether a text is a date, a time or a duration follows from its type, of which the model may define more. */
export function factOf(name: string, value: PlainValue, type: string | null, types: Types): Fact {
  return factIn(name, value, typedBy(type, types), types);
}
