import { someId } from './cases-world.ts';

const known = new Map<string, string>();

/** The id of something of a spec, by a name that begins with its prefix, such as `pers_lead`. Sorts in the order of first use. */
export function idOf(name: string): string {
  const id = known.get(name) ?? someId(name.split('_')[0] ?? '');
  known.set(name, id);
  return id;
}

/** The name of an id of {@link idOf}; the id itself for any other. */
export const nameOf = (id: string): string => [...known].find(([, each]) => each === id)?.[0] ?? id;
