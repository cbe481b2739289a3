import { invalidInput, notFound, staleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { DefineShiftTemplateInput, WithdrawShiftTemplateInput } from '@courtesy/graph-types/workforce';
import { requireSite } from '../directory/access.commands.ts';
import { nothingThere } from '../directory/problems.ts';
import { findSites } from '../site/site.store.ts';
import { newTemplate, problemsOfTemplate, withdraw, type ShiftTemplate } from './shift-template.ts';
import { addTemplate, lockTemplate, saveTemplate } from './shift-template.store.ts';

const templateEvent = ({ id, siteId, withdrawnAt, version }: ShiftTemplate, time: Date): NewEvent => ({
  ...{ type: 'courtesy.shift-template.changed.v1', subject: id, sequence: version, time },
  data: { siteId, withdrawnAt: withdrawnAt?.toISOString() ?? null },
});

/** Says what a shift of many days is. */
export async function defineShiftTemplate(context: Context, input: DefineShiftTemplateInput) {
  const problems = problemsOfTemplate(input);
  if (problems.length > 0) return invalidInput(problems);
  const at = context.now();
  const request = { key: input.idempotencyKey, operation: 'defineShiftTemplate', subject: context.actor.subject };
  return context.db.transaction((tx) =>
    once(tx, { ...request, input, now: at }, async () => {
      const sites = await findSites(tx.manager, [input.siteId]);
      if (!sites.has(input.siteId)) return invalidInput([nothingThere('siteId', input.siteId)]);
      await requireSite(context, tx, input.siteId);
      const template = newTemplate(context.newId('shtm'), input);
      await addTemplate(tx.manager, template);
      tx.emit(templateEvent(template, at));
      return { type: 'ShiftTemplateDefined' as const, template };
    }),
  );
}

/** Takes a template out of planning. */
export function withdrawShiftTemplate(context: Context, { templateId, expectedVersion }: WithdrawShiftTemplateInput) {
  return context.db.transaction(async (tx) => {
    const current = await lockTemplate(tx.manager, templateId);
    if (!current) return notFound(templateId);
    await requireSite(context, tx, current.siteId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const outcome = withdraw(current, context.now());
    if (outcome.type !== 'ShiftTemplateWithdrawn') return outcome;
    await saveTemplate(tx.manager, outcome.template);
    tx.emit(templateEvent(outcome.template, context.now()));
    return outcome;
  });
}
