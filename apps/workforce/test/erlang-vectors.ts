import { readFileSync } from 'node:fs';

interface Vectors {
  /** What authors print of a queue; each names its source. */
  readonly published: readonly Readonly<Record<string, number>>[];
  readonly erlangB_C_grid: readonly Readonly<Record<'agents' | 'traffic' | 'pWait' | 'blockB', number>>[];
  readonly erlangC: readonly Readonly<
    Record<
      | 'calls'
      | 'intervalMin'
      | 'ahtSec'
      | 'targetSec'
      | 'targetSL'
      | 'maxOcc'
      | 'shrinkage'
      | 'agents'
      | 'agentsScheduled'
      | 'pWait'
      | 'serviceLevel'
      | 'asaSec'
      | 'occupancy',
      number
    >
  >[];
  readonly erlangA: readonly Readonly<
    Record<
      | 'calls'
      | 'intervalMin'
      | 'ahtSec'
      | 'targetSec'
      | 'patienceSec'
      | 'agents'
      | 'pWait'
      | 'pAbandon'
      | 'meanWaitSec'
      | 'queueLen'
      | 'occupancy'
      | 'answeredWithinT_overOffered',
      number
    >
  >[];
}

/** Published examples and a grid of Erlang B, C and A, computed with 40 digits and checked against another library. */
export const vectors = JSON.parse(
  readFileSync(new URL('./fixtures/erlang-vectors.json', import.meta.url), 'utf8'),
) as Vectors;
