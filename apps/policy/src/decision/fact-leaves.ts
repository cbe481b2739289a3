import type { DecisionModel, TypeDefinition } from '../dmn/model.ts';
import type { PlainValue } from '../dmn/plain-value.ts';
import { typedBy } from './fact.ts';
import type { Facts } from './fact-input.ts';

/** A fact, or a part of one, that holds a single value. */
export interface Leaf {
  /** Its place, such as `Loan.amount`. */
  readonly field: string;
  /** The same, name by name. */
  readonly path: readonly string[];
  /** Its basic FEEL type; null when nobody said. */
  readonly base: string | null;
  /** Unary tests its value must pass; null when every value is allowed. */
  readonly allowedValues: string | null;
}

type Parts = Readonly<Record<string, PlainValue>>;
const isParts = (value: PlainValue | undefined): value is Parts =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a path; undefined where none was given. */
export function valueAt(facts: Facts, path: readonly string[]): PlainValue | undefined {
  let value: PlainValue | undefined = facts;
  for (const name of path) value = isParts(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return value;
}

/** The same facts with another value at a path. */
export function withValue(facts: Facts, [name = '', ...rest]: readonly string[], value: PlainValue): Facts {
  const inner = facts[name];
  return { ...facts, [name]: rest.length === 0 ? value : withValue(isParts(inner) ? inner : {}, rest, value) };
}

interface Place {
  readonly path: readonly string[];
  readonly types: readonly TypeDefinition[];
}

function leavesOfType(type: string | null, { path, types }: Place): Leaf[] {
  const definition = types.find(({ name }) => name === type);
  if (definition?.isList) return [];
  const { base, parts } = typedBy(type, types);
  if (parts.length > 0) return parts.flatMap((part) => leavesOfPart(part, { path: [...path, part.name], types }));
  return [{ field: path.join('.'), path, base, allowedValues: definition?.allowedValues ?? null }];
}

function leavesOfPart(part: TypeDefinition, place: Place): Leaf[] {
  const { path, types } = place;
  // A type that contains itself has no end.
  if (part.isList || path.length > 6) return [];
  if (part.parts.length > 0)
    return part.parts.flatMap((inner) => leavesOfPart(inner, { path: [...path, inner.name], types }));
  const [leaf, ...more] = leavesOfType(part.base, place);
  return leaf && more.length === 0
    ? [{ ...leaf, allowedValues: part.allowedValues ?? leaf.allowedValues }]
    : [...(leaf ? [leaf] : []), ...more];
}

/** Everything in a model's facts that a single value can stand for. Lists are left as they are. */
export function leavesOf({ inputs, types }: DecisionModel): readonly Leaf[] {
  return inputs.flatMap(({ name, type }) => leavesOfType(type, { path: [name], types }));
}
