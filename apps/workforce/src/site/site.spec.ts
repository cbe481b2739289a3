import { describe, expect, it } from '@jest/globals';
import { createId } from '@courtesy/kernel';
import { change, newSite, problemsOfSite } from './site.ts';

const idOf = (prefix: string) => createId(prefix, 0, new Uint8Array(10));
const plan = { name: ' Leeds ', regionId: idOf('reg'), timeZone: 'Europe/London' };
const leeds = newSite('site_1', plan);

describe('a site', () => {
  it('begins at version 1 without a reference unless it has one', () => {
    expect(leeds).toEqual({ ...plan, id: 'site_1', name: 'Leeds', source: null, sourceId: null, version: 1 });
  });

  it('lies in a region and in nothing else', () => {
    expect(problemsOfSite(plan)).toEqual([]);
    expect(problemsOfSite({ ...plan, regionId: idOf('team') })).toMatchObject([{ path: 'regionId' }]);
  });

  it('keeps what is not named, and its version when nothing changes', () => {
    expect(change(leeds, { timeZone: 'UTC' }).site).toEqual({ ...leeds, timeZone: 'UTC', version: 2 });
    expect(change(leeds, { name: 'York', timeZone: null }).site).toEqual({ ...leeds, name: 'York', version: 2 });
    expect(change(leeds, { name: 'Leeds' }).site).toBe(leeds);
  });
});
