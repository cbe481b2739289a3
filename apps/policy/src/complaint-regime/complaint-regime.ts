import type { Problem } from '@courtesy/kernel';
import { problemsOfName } from '../calendar/calendar.ts';
import type { ComplaintRegimeVersion } from './complaint-regime-version.ts';

/** How complaints of a sector are to be handled. What it says stands in its versions. */
export interface ComplaintRegime {
  readonly id: string;
  readonly name: string;
  /** The pack it was installed from; null for an organisation's own. */
  readonly pack: string | null;
  readonly version: number;
}

/** Another regime has the name. */
export interface ComplaintRegimeNameTaken {
  readonly type: 'ComplaintRegimeNameTaken';
  readonly regime: ComplaintRegime;
}

/** A pack was installed as a draft. */
export interface RegimePackInstalled {
  readonly type: 'RegimePackInstalled';
  readonly regime: ComplaintRegime;
  readonly regimeVersion: ComplaintRegimeVersion;
}

/** A version awaits approval. */
export interface ComplaintRegimeVersionDrafted {
  readonly type: 'ComplaintRegimeVersionDrafted';
  readonly regime: ComplaintRegime;
  readonly regimeVersion: ComplaintRegimeVersion;
}

/** What is wrong with naming a regime: a new one has a name, one that is there keeps its own. */
export function problemsOfNaming(regimeId: string | null | undefined, name: string | null | undefined): Problem[] {
  if (regimeId == null)
    return name == null
      ? [{ path: 'name', message: 'is absent; name the new regime, or give the id of one that is there' }]
      : problemsOfName('name', name);
  return name == null ? [] : [{ path: 'name', message: 'is given beside regimeId; a regime keeps its name' }];
}
