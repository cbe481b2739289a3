import { durationOf, type Duration } from '@courtesy/kernel';
import type { QueueState } from '@courtesy/graph-types/workforce';
import type { ServedQueue } from './erlang.ts';

/** How a queue is served, as it is told: without a figure where it grows without end. */
export interface QueuePerformance extends Partial<Omit<ServedQueue, 'meanWait'>> {
  readonly state: QueueState;
  readonly meanWait?: Duration;
}

/** How a queue is served, with waits to the millisecond; null is one that grows without end. */
export function toldPerformance(served: ServedQueue | null): QueuePerformance {
  if (!served) return { state: 'UNSTABLE' };
  const { waiting, serviceLevel, abandoned, occupancy, queueLength, meanWait } = served;
  const figures = { waiting, serviceLevel, abandoned, occupancy, queueLength };
  return { state: 'STABLE', ...figures, meanWait: durationOf(Math.round(meanWait)) };
}
