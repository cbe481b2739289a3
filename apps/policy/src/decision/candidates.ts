import type { CompiledModel } from '../dmn/compile.ts';
import type { PlainValue } from '../dmn/plain-value.ts';
import { cellTestOf, type CellTest } from '@courtesy/feel';
import { isRead } from '../dmn/uncertain.ts';
import { decimalsOf, rounded, scaleOf, type Scale } from './fact-scale.ts';
import { valueAt, withValue, type Leaf } from './fact-leaves.ts';
import type { Facts } from './fact-input.ts';

/** What candidates are looked for in. */
export interface Ground {
  readonly compiled: CompiledModel;
  readonly decision: string;
  readonly facts: Facts;
}

/** What the tables say of a leaf. */
interface Mentions {
  /** Cells on the leaf itself that need no interpreter. */
  readonly tests: readonly CellTest[];
  /** Every cell of the columns that read it. */
  readonly texts: readonly string[];
  /** True when the tests are all that is said of it. */
  readonly isExact: boolean;
}

function mentionsOf(leaf: Leaf, { compiled, decision }: Ground): Mentions {
  const texts = leaf.allowedValues === null ? [] : [leaf.allowedValues];
  let isExact = compiled.model.decisions.every(({ logic }) => logic.kind === 'table');
  for (const { inputs, rules, allowed, defaults } of compiled.tables(decision)) {
    const outside = [...defaults, ...rules.flatMap(({ tests, outputs }) => [...tests, ...outputs])];
    if (outside.some((cell) => cell !== null && isRead(leaf.field, cell.uses))) isExact = false;
    for (const [column, input] of inputs.entries()) {
      if (!isRead(leaf.field, input.uses)) continue;
      if (input.text.trim() !== leaf.field) isExact = false;
      texts.push(...rules.map(({ tests }) => tests[column]?.text ?? '-'), allowed[column]?.text ?? '-');
    }
  }
  const tests = [...new Set(texts)].map(cellTestOf);
  return { tests: tests.flatMap((test) => test ?? []), texts, isExact: isExact && !tests.includes(null) };
}

const numbersIn = ({ values, intervals }: CellTest) => [
  ...values.filter((value) => typeof value === 'number'),
  ...intervals.flatMap(({ low, high }) => [low, high]).filter((bound) => bound !== null),
];

/** The numbers that tests name, and those one step beside them. */
function numbersBy(tests: readonly CellTest[], now: PlainValue): number[] {
  const bounds = tests.flatMap(numbersIn);
  const decimals = Math.max(0, ...[...bounds, typeof now === 'number' ? now : 0].map(decimalsOf));
  const step = 10 ** -decimals;
  return bounds.flatMap((bound) => [bound, rounded(bound - step, decimals), rounded(bound + step, decimals)]);
}

const textsNamed = (texts: readonly string[]) =>
  texts.flatMap((text) => [...text.matchAll(/"([^"\\]*)"/g)].map(([, named = '']) => named));

type Signature = (value: PlainValue) => string;

/** The steps at which what the tables see changes, walking outward by growing strides and halving back to each edge. */
function edges({ moved, reach }: Scale, sign: 1 | -1, signature: Signature): PlainValue[] {
  const at = (steps: number) => moved(sign * steps);
  const found: PlainValue[] = [];
  let [near, seen] = [0, signature(at(0))];
  for (let far = 1; far <= reach && at(far) !== null; far = Math.ceil(far * 1.5)) {
    const beyond = signature(at(far));
    while (seen !== beyond && found.length < 20) {
      let [low, high] = [near, far];
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (signature(at(middle)) === seen) low = middle;
        else high = middle;
      }
      found.push(at(high));
      [near, seen] = [high, signature(at(high))];
    }
    [near, seen] = [far, beyond];
  }
  return found;
}

/** Days, times and lengths that the cells name, and those one step beside them. */
const temporalsBy = (texts: readonly string[], base: string | null) =>
  textsNamed(texts).flatMap((text) => {
    const scale = scaleOf(text, base, 0);
    return scale ? [0, -1, 1].map(scale.moved) : [];
  });

function bySteps(leaf: Leaf, now: PlainValue, signature: Signature): PlainValue[] {
  const scale = scaleOf(now, leaf.base, 0);
  return scale ? [now, ...edges(scale, 1, signature), ...edges(scale, -1, signature)] : [];
}

/** The nearest first, where there is a distance. */
function byDistance(values: readonly PlainValue[], now: PlainValue, base: string | null): PlainValue[] {
  const from = scaleOf(now, base, 0)?.position;
  if (from === undefined) return [...values];
  const distance = (value: PlainValue) => Math.abs((scaleOf(value, base, 0)?.position ?? Infinity) - from);
  return [...values].sort((a, b) => distance(a) - distance(b));
}

function isOfType(value: PlainValue | undefined, base: string | null): value is PlainValue {
  if (value == null) return false;
  return base === 'number' || base === 'boolean' ? typeof value === base : true;
}

/**
 * Values for a leaf that its tables tell apart from the one it has and from each other, the nearest first: numbers just across a bound,
 * texts that are named, yes for no, and days, times and lengths moved just as far as it takes.
 */
export function candidatesFor(leaf: Leaf, ground: Ground): readonly PlainValue[] {
  const { compiled, decision, facts } = ground;
  const given = valueAt(facts, leaf.path);
  const now = isOfType(given, leaf.base) ? given : null;
  const { tests, texts, isExact } = mentionsOf(leaf, ground);
  const signature: Signature = (value) => compiled.signature(decision, withValue(facts, leaf.path, value), leaf.field);
  const isNumber = leaf.base === 'number' || typeof now === 'number';
  const isText = leaf.base === 'string' || (leaf.base === null && (now === null || typeof now === 'string'));
  const proposed: PlainValue[] = [
    ...(leaf.base === 'boolean' || typeof now === 'boolean' ? [true, false] : []),
    ...(isNumber ? numbersBy(tests, now) : []),
    ...(isText ? textsNamed(texts) : temporalsBy(texts, leaf.base)),
    ...(isNumber && isExact ? [] : bySteps(leaf, now ?? (isNumber ? 0 : null), signature)),
  ];
  const seen = new Set(now === null ? [] : [signature(now)]);
  return byDistance(proposed, now, leaf.base).filter((value) => {
    if (value === null || value === now) return false;
    const mark = signature(value);
    return !seen.has(mark) && seen.add(mark);
  });
}
