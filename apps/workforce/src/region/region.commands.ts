import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import type { IdempotencyKeyReused } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { EstablishRegionInput, RenameRegionInput } from '@courtesy/graph-types/workforce';
import { requireReach } from '../directory/access.commands.ts';
import { addOne, type Kind } from '../directory/directory.commands.ts';
import { MAX_NAME, problemsOfText } from '../directory/problems.ts';
import {
  newRegion,
  problemsOfRegion,
  rename,
  type Region,
  type RegionEstablished,
  type RegionRenamed,
} from './region.ts';
import { lockRegion, saveRegion } from './region.store.ts';
import { regionTable } from './region.table.ts';

const establishedEvent = (region: Region, time: Date): NewEvent => ({
  type: 'courtesy.region.established.v1',
  subject: region.id,
  sequence: region.version,
  time,
  data: { name: region.name },
});

const regions: Kind<EstablishRegionInput, Region> = {
  table: regionTable,
  problemsOf: problemsOfRegion,
  check: async (context, _, inputs) => {
    if (inputs.length > 0) requireReach(context, {});
    return inputs.map(() => []);
  },
  create: (context, input) => newRegion(context.newId('reg'), input),
  announce: (context, tx, added) => tx.emit(...added.map((region) => establishedEvent(region, context.now()))),
};

/** Establishes a region, once however often the same key or reference comes. */
export async function establishRegion(
  context: Context,
  input: EstablishRegionInput,
): Promise<RegionEstablished | InvalidInput | IdempotencyKeyReused> {
  const outcome = await addOne(context, regions, 'establishRegion', input);
  if (outcome.type !== 'Addition') return outcome;
  return { type: 'RegionEstablished', disposition: outcome.disposition, region: outcome.entity };
}

/** Gives a region another name. */
export async function renameRegion(
  context: Context,
  input: RenameRegionInput,
): Promise<RegionRenamed | NotFound | StaleVersion<Region> | InvalidInput> {
  const problems = problemsOfText('name', input.name, MAX_NAME);
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction(async (tx) => {
    const current = await lockRegion(tx.manager, input.regionId);
    if (!current) return notFound(input.regionId);
    requireReach(context, { regionId: current.id });
    if (input.expectedVersion && input.expectedVersion !== current.version)
      return staleVersion(input.expectedVersion, current);
    const outcome = rename(current, input.name);
    if (outcome.region.version === current.version) return outcome;
    await saveRegion(tx.manager, outcome.region);
    tx.emit(establishedEvent(outcome.region, context.now()));
    return outcome;
  });
}
