import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import type { IdempotencyKeyReused } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { ChangeSiteInput, OpenSiteInput, OpenSitesInput } from '@courtesy/graph-types/workforce';
import { requireReach } from '../directory/access.commands.ts';
import { addMany, addOne, type Kind } from '../directory/directory.commands.ts';
import { findByIds } from '../directory/directory.store.ts';
import { MAX_NAME, nothingThere, problemsOfText } from '../directory/problems.ts';
import { regionTable } from '../region/region.table.ts';
import {
  change,
  newSite,
  problemsOfSite,
  type Site,
  type SiteChanged,
  type SiteOpened,
  type SitePlan,
  type SitesOpened,
} from './site.ts';
import { lockSite, saveSite } from './site.store.ts';
import { siteTable } from './site.table.ts';

const sites: Kind<SitePlan, Site> = {
  table: siteTable,
  problemsOf: problemsOfSite,
  check: async (context, tx, plans) => {
    for (const { regionId } of plans) requireReach(context, { regionId });
    const regionIds = [...new Set(plans.map(({ regionId }) => regionId))];
    const regions = await findByIds(tx.manager, regionTable, regionIds);
    return plans.map(({ regionId }) => (regions.has(regionId) ? [] : [nothingThere('regionId', regionId)]));
  },
  create: (context, plan) => newSite(context.newId('site'), plan),
  announce: (context, tx, added) =>
    tx.emit(
      ...added.map(({ id, version, name, regionId, timeZone }) => ({
        type: 'courtesy.site.opened.v1' as const,
        subject: id,
        sequence: version,
        time: context.now(),
        data: { name, regionId, timeZone },
      })),
    ),
};

/** Opens a site, once however often the same key or reference comes. */
export async function openSite(
  context: Context,
  input: OpenSiteInput,
): Promise<SiteOpened | InvalidInput | IdempotencyKeyReused> {
  const outcome = await addOne(context, sites, 'openSite', input);
  if (outcome.type !== 'Addition') return outcome;
  return { type: 'SiteOpened', disposition: outcome.disposition, site: outcome.entity };
}

/** Opens many sites of another system. */
export async function openSites(context: Context, input: OpenSitesInput): Promise<SitesOpened | InvalidInput> {
  const outcome = await addMany(context, sites, 'sites', input.sites);
  if (outcome.type === 'InvalidInput') return outcome;
  const taken = outcome.taken.map(({ index, disposition, entity }) => ({ index, disposition, site: entity }));
  return { type: 'SitesOpened', sites: taken, refused: outcome.refused };
}

/** Gives a site another name or time zone. */
export async function changeSite(
  context: Context,
  input: ChangeSiteInput,
): Promise<SiteChanged | NotFound | StaleVersion<Site> | InvalidInput> {
  const problems = input.name == null ? [] : problemsOfText('name', input.name, MAX_NAME);
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction(async (tx) => {
    const current = await lockSite(tx.manager, input.siteId);
    if (!current) return notFound(input.siteId);
    requireReach(context, { regionId: current.regionId, siteId: current.id });
    if (input.expectedVersion && input.expectedVersion !== current.version)
      return staleVersion(input.expectedVersion, current);
    const outcome = change(current, input);
    const { id, version, name, regionId, timeZone } = outcome.site;
    if (version === current.version) return outcome;
    await saveSite(tx.manager, outcome.site);
    tx.emit({
      type: 'courtesy.site.changed.v1',
      subject: id,
      sequence: version,
      time: context.now(),
      data: { name, regionId, timeZone },
    });
    return outcome;
  });
}
