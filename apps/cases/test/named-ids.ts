import { expect } from '@jest/globals';
import { someId } from './cases-world.ts';

/** The names of each spec file: files share this module, and the order of one must not depend on those before it. */
const ofFiles = new Map<string | undefined, Map<string, string>>();

function names(): Map<string, string> {
  const { testPath } = expect.getState();
  const known = ofFiles.get(testPath) ?? new Map<string, string>();
  ofFiles.set(testPath, known);
  return known;
}

/** The id of something of a spec, by a name that begins with its prefix, such as `pers_lead`. Sorts in the order of first use. */
export function idOf(name: string): string {
  const known = names();
  const id = known.get(name) ?? someId(name.split('_')[0] ?? '');
  known.set(name, id);
  return id;
}

/** The name of an id of {@link idOf}; the id itself for any other. */
export const nameOf = (id: string): string => [...names()].find(([, each]) => each === id)?.[0] ?? id;
