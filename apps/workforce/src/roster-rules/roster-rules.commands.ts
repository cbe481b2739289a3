import { invalidInput, notFound } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { AdoptRosterRulesInput, RecordYoungWorkerInput } from '@courtesy/graph-types/workforce';
import { requireSite } from '../directory/access.commands.ts';
import { nothingThere } from '../directory/problems.ts';
import { lockPersonShared } from '../person/person.store.ts';
import { lockSite } from '../site/site.store.ts';
import { adopt, problemsOfRules, type Adoption, type RosterRules } from './roster-rules.ts';
import { addRules, rulesAt, saveYoungWorker } from './roster-rules.store.ts';

const adoptedEvent = (rules: RosterRules, time: Date): NewEvent => ({
  ...{ type: 'courtesy.roster-rules.adopted.v1', subject: rules.siteId, sequence: rules.number, time },
  data: { rulesId: rules.id, siteId: rules.siteId, number: rules.number },
});

/** Adopts the hard rules of a site: a new version, which holds at once. */
export async function adoptRosterRules(context: Context, input: AdoptRosterRulesInput) {
  const problems = problemsOfRules(input);
  if (problems.length > 0) return invalidInput(problems);
  const at = context.now();
  const { subject, personId = null } = context.actor;
  const request = { key: input.idempotencyKey, operation: 'adoptRosterRules', subject, input, now: at };
  return context.db.transaction((tx) =>
    once(tx, request, async (): Promise<Adoption> => {
      const site = await lockSite(tx.manager, input.siteId);
      if (!site) return invalidInput([nothingThere('siteId', input.siteId)]);
      await requireSite(context, tx, site.id);
      const number = ((await rulesAt(tx.manager, [site.id])).get(site.id)?.number ?? 0) + 1;
      const newCoverId = () => context.newId('mcov');
      const rules = adopt(input, { id: context.newId('rrul'), newCoverId, number, at, personId });
      await addRules(tx.manager, rules);
      tx.emit(adoptedEvent(rules, at));
      return { type: 'RosterRulesAdopted', rules };
    }),
  );
}

/** Records until when somebody is not yet 18. */
export function recordYoungWorker(context: Context, { personId, turns18On }: RecordYoungWorkerInput) {
  return context.db.transaction(async (tx) => {
    const person = await lockPersonShared(tx.manager, personId);
    if (!person) return notFound(personId);
    await requireSite(context, tx, person.siteId);
    await saveYoungWorker(tx.manager, { id: personId, turns18On });
    return { type: 'YoungWorkerRecorded' as const, person, turns18On };
  });
}
