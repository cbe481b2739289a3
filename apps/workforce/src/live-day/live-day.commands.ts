import { invalidInput } from '@courtesy/kernel';
import { once } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { AdoptLiveDayRulesInput } from '@courtesy/graph-types/workforce';
import { requireSite } from '../directory/access.commands.ts';
import { nothingThere } from '../directory/problems.ts';
import { lockSite } from '../site/site.store.ts';
import { watchSite } from '../staffing-gap/watch.store.ts';
import { problemsOfLiveDay, type LiveDayAdoption, type LiveDayRules } from './live-day.ts';
import { addLiveDayRules, liveDayRulesAt } from './live-day.store.ts';

/** Adopts how a site is run during the day: a new version, which holds at once. */
export async function adoptLiveDayRules(context: Context, input: AdoptLiveDayRulesInput) {
  const problems = problemsOfLiveDay(input);
  if (problems.length > 0) return invalidInput(problems);
  const at = context.now();
  const { subject, personId = null } = context.actor;
  const request = { key: input.idempotencyKey, operation: 'adoptLiveDayRules', subject, input, now: at };
  return context.db.transaction((tx) =>
    once(tx, request, async (): Promise<LiveDayAdoption> => {
      const site = await lockSite(tx.manager, input.siteId);
      if (!site) return invalidInput([nothingThere('siteId', input.siteId)]);
      await requireSite(context, tx, site.id);
      const before = (await liveDayRulesAt(tx.manager, [site.id])).get(site.id);
      const { unreadBriefs, lookAhead: lookAheadMs } = input;
      const rules: LiveDayRules = {
        ...{ id: context.newId('ldru'), siteId: site.id, number: (before?.number ?? 0) + 1 },
        ...{ unreadBriefs, lookAheadMs, adoptedAt: at, adoptedById: personId },
      };
      await addLiveDayRules(tx.manager, rules);
      await watchSite(tx.manager, site.id, at);
      tx.emit({
        ...{ type: 'courtesy.live-day-rules.adopted.v1', subject: site.id, sequence: rules.number, time: at },
        data: { siteId: site.id, number: rules.number, unreadBriefs, lookAheadMs },
      });
      return { type: 'LiveDayRulesAdopted', siteId: site.id, rules };
    }),
  );
}
