import type { Problem } from '@courtesy/kernel';
import type {
  ChangeSiteInput,
  DirectoryDisposition,
  InputMaybe,
  OpenSitesItemInput,
} from '@courtesy/graph-types/workforce';
import type { RefusedDirectoryItem } from '../directory/addition.ts';
import { MAX_NAME, problemsOfId, problemsOfReference, problemsOfText } from '../directory/problems.ts';
import { referenceColumns, type ExternalReference } from '../directory/reference.ts';

/** A place, branch or desk that answers customers. */
export interface Site {
  readonly id: string;
  readonly name: string;
  readonly regionId: string;
  /** An IANA time zone. */
  readonly timeZone: string;
  readonly source: string | null;
  readonly sourceId: string | null;
  readonly version: number;
}

/** A site to be opened. */
export type SitePlan = Omit<OpenSitesItemInput, 'externalReference'> & {
  readonly externalReference?: InputMaybe<ExternalReference>;
};

/** A site exists: a new one, or one known before by its reference. */
export interface SiteOpened {
  readonly type: 'SiteOpened';
  readonly disposition: DirectoryDisposition;
  readonly site: Site;
}

/** A site has another name or time zone. */
export interface SiteChanged {
  readonly type: 'SiteChanged';
  readonly site: Site;
}

/** One item of a bulk that was taken. */
export interface BulkSite {
  readonly index: number;
  readonly disposition: DirectoryDisposition;
  readonly site: Site;
}

/** What became of a bulk. */
export interface SitesOpened {
  readonly type: 'SitesOpened';
  readonly sites: readonly BulkSite[];
  readonly refused: readonly RefusedDirectoryItem[];
}

/** Everything that keeps a site from being opened, in itself; empty when nothing does. */
export function problemsOfSite(plan: SitePlan): Problem[] {
  return [
    ...problemsOfText('name', plan.name, MAX_NAME),
    ...problemsOfId('regionId', 'reg', plan.regionId),
    ...problemsOfReference(plan.externalReference),
  ];
}

/** A site as it begins. */
export function newSite(id: string, plan: SitePlan): Site {
  const { name, regionId, timeZone, externalReference } = plan;
  return { id, name: name.trim(), regionId, timeZone, ...referenceColumns(externalReference), version: 1 };
}

/** Gives a site another name or time zone. What it has already changes nothing. */
export function change(current: Site, to: Pick<ChangeSiteInput, 'name' | 'timeZone'>): SiteChanged {
  const name = to.name?.trim() ?? current.name;
  const timeZone = to.timeZone ?? current.timeZone;
  if (name === current.name && timeZone === current.timeZone) return { type: 'SiteChanged', site: current };
  return { type: 'SiteChanged', site: { ...current, name, timeZone, version: current.version + 1 } };
}
