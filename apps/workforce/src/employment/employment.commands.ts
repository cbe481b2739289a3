import { invalidInput, notFound } from '@courtesy/kernel';
import { once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { AgreeEmploymentInput } from '@courtesy/graph-types/workforce';
import { lockPerson } from '../person/person.store.ts';
import { lockLearner } from '../skill/skill.commands.ts';
import { newEmployment, problemsOfAgreement, rearrange } from './employment.ts';
import { saveAgreement, standingEmployments } from './employment.store.ts';
import { costsAtSite } from './site-cost.store.ts';
import { statedRates } from './site-cost.ts';

/** Records what is agreed with somebody about their work from a day on. */
export async function agreeEmployment(context: Context, input: AgreeEmploymentInput) {
  const problems = problemsOfAgreement(input);
  if (problems.length > 0) return invalidInput(problems);
  const at = context.now();
  const request = { key: input.idempotencyKey, operation: 'agreeEmployment', subject: context.actor.subject, input };
  return context.db.transaction((tx) =>
    once(tx, { ...request, now: at }, async () => {
      // Exclusively: two agreements with one person at once would each leave the other standing.
      const person = await lockPerson(tx.manager, input.personId);
      const known = person && (await lockLearner(context, tx, input.personId));
      if (!known) return notFound(input.personId);
      if (known.person.leftAt) return { type: 'PersonHasLeft' as const, person: known.person };
      const employment = newEmployment(context.newId('empl'), input, at);
      const standing = await standingEmployments(tx.manager, [known.person.id]);
      const { superseded, shortened } = rearrange(standing, employment, context.newId('empl'));
      await saveAgreement(tx.manager, shortened ? [shortened, employment] : [employment], superseded);
      tx.emit({
        ...{ type: 'courtesy.employment.agreed.v1', subject: known.person.id, sequence: 1, time: at },
        data: {
          ...{ personId: known.person.id, from: employment.from, pattern: employment.pattern },
          ...{ weeklyMinutes: employment.weeklyMinutes, fullTimeMinutes: employment.fullTimeMinutes },
        },
      });
      await stateCost(tx, known.person.siteId, { from: employment.from, at });
      return { type: 'EmploymentAgreed' as const, employment };
    }),
  );
}

/** Announces what an hour costs at a site on average from a day on, for figures of cost; never what one person costs. */
async function stateCost(
  tx: Transaction,
  siteId: string,
  { from, at }: { readonly from: string; readonly at: Date },
): Promise<void> {
  const rates = statedRates(await costsAtSite(tx.manager, siteId, from));
  if (rates.length === 0) return;
  tx.emit({
    ...{ type: 'courtesy.site-cost.stated.v1', subject: siteId, sequence: 1, time: at },
    data: { siteId, from, rates },
  });
}
