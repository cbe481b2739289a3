import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { RosterIsLocked } from '../roster-plan/roster-plan.ts';
import { lockedRostersOf } from '../roster-plan/roster-plan.store.ts';
import type { Shift } from '../shift/shift.ts';
import { overridesOf } from './override.ts';
import {
  breachesOfChange,
  refusalOf,
  wholeSpan,
  type RosterRulesBroken,
  type RuleBreach,
  type ShiftsChange,
} from './rule-check.ts';
import { addOverrides, lockCover, rulesAt } from './roster-rules.store.ts';
import { surroundingsOf } from './surroundings.store.ts';

/** How a change of shifts is looked at. */
export interface RuledChange extends ShiftsChange {
  /** Why rules of the house are set aside, or a locked roster changed; null when they are not. */
  readonly overrideReason: string | null;
  /** Whether it is scheduled by hand: then only sites that adopted rules are held to them. */
  readonly isByHand: boolean;
}

/** What a change may do. */
export interface Allowed {
  readonly type: 'Allowed';
  readonly breaches: readonly RuleBreach[];
  readonly isLocked: boolean;
}

/** The rules that a change of shifts would break, site by site. The caller has locked the people. */
export async function breachesNow(tx: Transaction, { added, removed, isByHand }: RuledChange): Promise<RuleBreach[]> {
  const all = [...added, ...removed];
  const siteIds = [...new Set(all.map(({ siteId }) => siteId))];
  const adopted = await rulesAt(tx.manager, siteIds);
  const found: RuleBreach[] = [];
  for (const siteId of siteIds.filter((id) => !isByHand || adopted.has(id))) {
    const here = (shifts: readonly Shift[]) => shifts.filter((each) => each.siteId === siteId);
    const span = wholeSpan(here(all));
    if (!span) continue;
    const personIds = [...new Set(all.map(({ personId }) => personId))];
    const takesAway = here(removed).length > 0 && (adopted.get(siteId)?.cover ?? []).length > 0;
    if (takesAway) await lockCover(tx.manager, siteId);
    const around = await surroundingsOf(tx.manager, { ...span, siteId, personIds });
    found.push(...breachesOfChange(around, { added, removed }));
  }
  return found;
}

/**
 * Lets a change of shifts pass, or says what stands against it: hard rules, each by its id, and a locked roster. A reason sets rules of the house
 * aside, and lets a manager change what is locked. The caller has locked the people.
 */
export async function ruledChange(
  context: Context,
  tx: Transaction,
  change: RuledChange,
): Promise<Allowed | RosterRulesBroken | RosterIsLocked> {
  const [locked = null] = (await lockedRostersOf(tx.manager, [...change.added, ...change.removed])).values();
  const mayUnlock = change.overrideReason !== null && context.actor.scopes.includes('workforce:write');
  if (locked && !mayUnlock) return { type: 'RosterIsLocked', roster: locked };
  const breaches = await breachesNow(tx, change);
  return refusalOf(breaches, change.overrideReason) ?? { type: 'Allowed', breaches, isLocked: locked !== null };
}

/** Keeps which rules a change set aside. Called after its shifts were saved. */
export async function keepOverrides(
  context: Context,
  tx: Transaction,
  { shifts, allowed, reason }: { shifts: readonly Shift[]; allowed: Omit<Allowed, 'type'>; reason: string | null },
): Promise<void> {
  if (reason === null) return;
  const by = { reason, at: context.now(), personId: context.actor.personId ?? null };
  await addOverrides(tx.manager, overridesOf(shifts, allowed, { ...by, newId: () => context.newId('sovr') }));
}
