import { compileCalendar, type BusinessCalendar, type CompiledCalendar } from '@courtesy/kernel';

/** Hours under an id that always stands for the same hours. */
export type KnownHours = BusinessCalendar & { readonly id: string };

/**
 * Compiles hours once and keeps the result for the `limit` ids asked for last. A version never changes once published, so what is kept is
 * never out of date. `compile` is the kernel's, and replaceable to see how often it runs.
 */
export function rememberCompiled(
  limit: number,
  compile: (hours: BusinessCalendar) => CompiledCalendar = compileCalendar,
): (hours: KnownHours) => CompiledCalendar {
  const kept = new Map<string, CompiledCalendar>();
  return (hours) => {
    const compiled = kept.get(hours.id) ?? compile(hours);
    // A map keeps the order of insertion: the id used longest ago stands first.
    kept.delete(hours.id);
    kept.set(hours.id, compiled);
    const [oldest] = kept.keys();
    if (kept.size > limit && oldest !== undefined) kept.delete(oldest);
    return compiled;
  };
}

/** How many compiled versions one process keeps. */
const KEPT_VERSIONS = 200;

/** The hours of a calendar version ready for arithmetic, compiled once per process. */
export const compiledVersion = rememberCompiled(KEPT_VERSIONS);
