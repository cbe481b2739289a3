import type { Change } from './counterfactuals.ts';
import { scaleOf } from './fact-scale.ts';
import type { Fact } from './fact.ts';

const shown = ({ text, literal, kind }: Fact) => (kind === 'TEXT' || text === null ? literal : text);

/** A change in words, such as `bought: 2026-03-04 instead of 2026-03-01 (3 days later)`. */
export function changeInWords(change: Change, from: Fact | null, to: Fact, base: string | null): string {
  if (!from) return `${change.field}: ${shown(to)}, which was not given`;
  const [was, is] = [scaleOf(change.from, base, 0), scaleOf(change.to, base, 0)];
  const moved =
    was && is && typeof change.from === typeof change.to ? ` (${is.inWords(is.position - was.position)})` : '';
  return `${change.field}: ${shown(to)} instead of ${shown(from)}${moved}`;
}
