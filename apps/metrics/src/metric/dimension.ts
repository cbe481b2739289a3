import type { MetricDimension } from '@courtesy/graph-types/metrics';

const constants: ReadonlySet<MetricDimension> = new Set([
  'CHANNEL',
  'TYPE',
  'PRIORITY',
  'STATUS',
  'OUTCOME',
  'TIMELINESS',
  'DISPUTE',
  'CLOCK',
  'TIER',
]);
const abbreviations: ReadonlySet<string> = new Set(['SMS']);

/** The words to show for a value that has no name of its own: `Face to face` for the channel FACE_TO_FACE, a product as it is. */
export function wordsOf(dimension: MetricDimension, value: string): string {
  if (!constants.has(dimension) || abbreviations.has(value)) return value;
  return value.slice(0, 1) + value.slice(1).toLowerCase().replaceAll('_', ' ');
}
