import { createId } from '@courtesy/kernel';
import type { CasePriority } from '@courtesy/graph-types/policy';
import { DEGREES, type PriorityCell, type PriorityMatrixVersion, type PriorityRule } from './priority-matrix.ts';

const EVER = new Date('1900-01-01T00:00:00.000Z');
const noBytes = new Uint8Array(10);

/** The id of the one matrix. It was never made by anybody, so it is the first of all ids. */
export const MATRIX_ID: string = createId('pmx', 0, noBytes);

/** By impact from LOW to HIGH, and in each by urgency from LOW to HIGH. */
const priorities: readonly (readonly CasePriority[])[] = [
  ['LOW', 'LOW', 'NORMAL'],
  ['LOW', 'NORMAL', 'HIGH'],
  ['NORMAL', 'HIGH', 'URGENT'],
];

const base: readonly PriorityCell[] = DEGREES.flatMap((impact, row) =>
  DEGREES.map((urgency, place) => ({ impact, urgency, priority: priorities[row]?.[place] ?? 'NORMAL' })),
);

const always = { tier: null, contractId: null, steps: null, priority: null } as const;

const rules: readonly PriorityRule[] = [
  {
    ...always,
    conditions: ['UNDER_CONTRACT'],
    change: 'AT_LEAST',
    priority: 'NORMAL',
    reason: 'A customer with a service contract is never last.',
  },
  {
    ...always,
    conditions: ['VULNERABLE'],
    change: 'RAISE',
    steps: 1,
    reason: 'Waiting harms a vulnerable customer more.',
  },
];

/**
 * The version that counts until the organisation publishes its own, so that a fresh service answers. Like any published version it is never
 * edited: whoever wants another one publishes it.
 */
export const shippedVersion: PriorityMatrixVersion = {
  id: createId('pmxv', 0, noBytes),
  number: 0,
  effectiveFrom: EVER,
  base,
  rules,
  reason: 'Comes with the service.',
  authorId: null,
  publishedBy: 'courtesy',
  publishedAt: EVER,
};
