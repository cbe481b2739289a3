import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { Roster } from '../roster-plan/roster-plan.ts';
import { lockedRostersOf } from '../roster-plan/roster-plan.store.ts';
import type { Shift } from '../shift/shift.ts';
import { breachesOfChange, refusalOf, wholeSpan, type RuleBreach, type RuleSurroundings } from './rule-check.ts';
import { rulesAt } from './roster-rules.store.ts';
import { keepOverrides } from './ruled-change.commands.ts';
import { surroundingsOf } from './surroundings.store.ts';

/** What the rules of their sites say of shifts that are scheduled together. */
export interface BulkRules {
  /** The locked rosters in whose time shifts are, by the shift's id. */
  readonly locked: ReadonlyMap<string, Roster>;
  /** What stands against a shift, beside those taken before it. */
  readonly breachesOf: (shift: Shift, taken: readonly Shift[]) => readonly RuleBreach[];
  /** Keeps which rules were set aside for shifts that were added. */
  readonly keep: (context: Context, added: readonly Shift[]) => Promise<void>;
}

async function surroundingsOfSites(tx: Transaction, shifts: readonly Shift[]): Promise<Map<string, RuleSurroundings>> {
  const bySite = Map.groupBy(shifts, ({ siteId }) => siteId);
  const adopted = await rulesAt(tx.manager, [...bySite.keys()]);
  const personIds = [...new Set(shifts.map(({ personId }) => personId))];
  const around = new Map<string, RuleSurroundings>();
  for (const [siteId, here] of bySite) {
    const span = wholeSpan(here);
    if (span && adopted.has(siteId))
      around.set(siteId, await surroundingsOf(tx.manager, { ...span, siteId, personIds }));
  }
  return around;
}

/** The rules for shifts that are scheduled by hand, read once for all of them; only sites that adopted rules are held to them. The caller has locked the people. */
export async function rulesOfBulk(
  tx: Transaction,
  shifts: readonly Shift[],
  overrideReason: string | null,
): Promise<BulkRules> {
  const around = await surroundingsOfSites(tx, shifts);
  const locked = await lockedRostersOf(tx.manager, shifts);
  const setAside = new Map<string, readonly RuleBreach[]>();
  return {
    locked,
    breachesOf: (shift, taken) => {
      const here = around.get(shift.siteId);
      if (!here) return [];
      const beside = { ...here, shifts: [...here.shifts, ...taken] };
      const breaches = breachesOfChange(beside, { added: [shift], removed: [] });
      const refusal = refusalOf(breaches, overrideReason);
      if (!refusal) setAside.set(shift.id, breaches);
      return refusal?.breaches ?? [];
    },
    keep: async (context, added) => {
      for (const shift of added) {
        const allowed = { breaches: setAside.get(shift.id) ?? [], isLocked: locked.has(shift.id) };
        await keepOverrides(context, tx, { shifts: [shift], allowed, reason: overrideReason });
      }
    },
  };
}
