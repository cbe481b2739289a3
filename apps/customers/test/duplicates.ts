import { setTimeout as pause } from 'node:timers/promises';
import { ask, change, type World } from './customers-world.ts';

/** Asks for the pairs found by a rule. */
export const FIND = `query ($rule: String, $threshold: Float, $states: [DuplicateState!], $first: Int = 100, $after: String) {
  findDuplicates(rule: $rule, threshold: $threshold, states: $states, first: $first, after: $after) {
    totalCount pageInfo { endCursor hasNextPage }
    nodes { id score currentScore state mergeBlockedBy first { id } second { id } rule { name } run { id } dismissal { reason }
      parts { test likeness contribution firstValues secondValues } }
  }
}`;

/** What specs ask of a pair. */
export interface SeenPair {
  readonly id: string;
  readonly score: number;
  readonly state: string;
  readonly first: { readonly id: string };
  readonly second: { readonly id: string };
  readonly parts: readonly { readonly test: string; readonly likeness: number | null }[];
}

/** What specs ask of a run. */
export interface SeenRun {
  readonly id: string;
  readonly state: string;
  readonly progress: number;
  readonly compared: number;
  readonly found: number;
}

/** A run as it is now. */
export async function runOf(world: World, id: string): Promise<SeenRun> {
  const { duplicateRun } = await ask<{ duplicateRun: SeenRun }>(
    world,
    `query ($id: ID!) { duplicateRun(id: $id) { id state progress compared found leftOutCount leftOut { block customers } } }`,
    { id },
  );
  return duplicateRun;
}

/** Waits until no scan is under way. */
export async function settled(world: World): Promise<void> {
  for (let round = 0; round < 600; round += 1) {
    const rows = await world.service.database.manager.query<unknown[]>(
      `SELECT 1 FROM duplicate_runs WHERE ended_at IS NULL`,
    );
    if (rows.length === 0) return;
    await pause(25);
  }
  throw new Error('A scan does not end');
}

/** A scan, from its start to its end. */
export async function scanned(world: World, input: object = {}): Promise<SeenRun> {
  const answer = await change(
    world,
    'startDuplicateScan',
    { ...input },
    { fragments: '... on DuplicateScanStarted { run { id } }' },
  );
  if (answer.__typename !== 'DuplicateScanStarted') throw new Error(JSON.stringify(answer));
  await settled(world);
  return runOf(world, (answer['run'] as { id: string }).id);
}
