import type { Problem } from '@courtesy/kernel';
import type { DirectoryDisposition, EstablishRegionInput } from '@courtesy/graph-types/workforce';
import { MAX_NAME, problemsOfReference, problemsOfText } from '../directory/problems.ts';
import { referenceColumns } from '../directory/reference.ts';

/** Sites under one regional manager. */
export interface Region {
  readonly id: string;
  readonly name: string;
  readonly source: string | null;
  readonly sourceId: string | null;
  readonly version: number;
}

/** A region exists: a new one, or one known before by its reference. */
export interface RegionEstablished {
  readonly type: 'RegionEstablished';
  readonly disposition: DirectoryDisposition;
  readonly region: Region;
}

/** A region has another name. */
export interface RegionRenamed {
  readonly type: 'RegionRenamed';
  readonly region: Region;
}

/** Everything that keeps a region from being established; empty when nothing does. */
export function problemsOfRegion(input: Pick<EstablishRegionInput, 'name' | 'externalReference'>): Problem[] {
  return [...problemsOfText('name', input.name, MAX_NAME), ...problemsOfReference(input.externalReference)];
}

/** A region as it begins. */
export function newRegion(id: string, input: Pick<EstablishRegionInput, 'name' | 'externalReference'>): Region {
  return { id, name: input.name.trim(), ...referenceColumns(input.externalReference), version: 1 };
}

/** Gives a region another name. The name it has already changes nothing. */
export function rename(current: Region, name: string): RegionRenamed {
  const wished = name.trim();
  const region = wished === current.name ? current : { ...current, name: wished, version: current.version + 1 };
  return { type: 'RegionRenamed', region };
}
