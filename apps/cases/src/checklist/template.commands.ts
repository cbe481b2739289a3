import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  ChecklistTemplateItemInput,
  InputMaybe,
  RetireChecklistTemplateInput,
  ReviseChecklistTemplateInput,
  WriteChecklistTemplateInput,
} from '@courtesy/graph-types/cases';
import {
  problemsOfTemplate,
  type ChecklistTemplate,
  type ChecklistTemplateIsRetired,
  type ChecklistTemplateItem,
  type ChecklistTemplateRetired,
  type ChecklistTemplateRevised,
  type ChecklistTemplateWritten,
} from './template.ts';
import { addTemplate, lockTemplate, saveTemplate } from './template.store.ts';

const itemsOf = (items: readonly ChecklistTemplateItemInput[]): ChecklistTemplateItem[] =>
  items.map(({ title, isMandatory, document, needsVerification }) => ({
    ...{ title: title.trim(), isMandatory: isMandatory ?? true },
    ...{ document: document?.trim() ?? null, needsVerification: needsVerification ?? false },
  }));

const saidBy = (input: ReviseChecklistTemplateInput | WriteChecklistTemplateInput) => ({
  ...{ title: input.title.trim(), atOpening: input.atOpening ?? false, items: itemsOf(input.items) },
});

/** Writes a template. */
export async function writeChecklistTemplate(
  { db, actor, newId, ...context }: Context,
  input: WriteChecklistTemplateInput,
): Promise<ChecklistTemplateWritten | InvalidInput | IdempotencyKeyReused> {
  const said = saidBy(input);
  const problems = problemsOfTemplate(said);
  if (problems.length > 0) return invalidInput(problems);
  const now = context.now();
  const operation = 'writeChecklistTemplate';
  const request = { key: input.idempotencyKey, operation, subject: actor.subject, input, now };
  return db.transaction((tx) =>
    once(tx, request, async () => {
      const template: ChecklistTemplate = {
        ...{ id: newId('cklt'), caseType: input.caseType, ...said },
        ...{ writtenBy: actor.subject, writtenAt: now, retiredAt: null, version: 1 },
      };
      await addTemplate(tx.manager, template, newId('cklv'));
      return { type: 'ChecklistTemplateWritten' as const, template };
    }),
  );
}

type Change<T> = T | NotFound | StaleVersion<ChecklistTemplate> | ChecklistTemplateIsRetired;

/** The one way of a change: lock, decide, save with its version. */
function changeTemplate<T extends ChecklistTemplateRevised | ChecklistTemplateRetired>(
  { db, newId }: Context,
  { templateId, expectedVersion }: { readonly templateId: string; readonly expectedVersion?: InputMaybe<number> },
  decide: (current: ChecklistTemplate) => T,
): Promise<Change<T>> {
  return db.transaction(async (tx): Promise<Change<T>> => {
    const current = await lockTemplate(tx.manager, templateId);
    if (!current) return notFound(templateId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    if (current.retiredAt) return { type: 'ChecklistTemplateIsRetired', template: current };
    const changed = decide(current);
    await saveTemplate(tx.manager, changed.template, changed.template.retiredAt ? null : newId('cklv'));
    return changed;
  });
}

/** Lets a template say something else. Checklists that cases have stay as they are. */
export async function reviseChecklistTemplate(
  context: Context,
  input: ReviseChecklistTemplateInput,
): Promise<Change<ChecklistTemplateRevised> | InvalidInput> {
  const said = saidBy(input);
  const problems = problemsOfTemplate(said);
  if (problems.length > 0) return invalidInput(problems);
  const written = { writtenBy: context.actor.subject, writtenAt: context.now() };
  return changeTemplate(context, input, (current) => ({
    type: 'ChecklistTemplateRevised',
    template: { ...current, ...said, ...written, version: current.version + 1 },
  }));
}

/** Lets a template be used no more. */
export const retireChecklistTemplate = (
  context: Context,
  input: RetireChecklistTemplateInput,
): Promise<Change<ChecklistTemplateRetired>> =>
  changeTemplate(context, input, (current) => ({
    type: 'ChecklistTemplateRetired',
    template: { ...current, retiredAt: context.now(), version: current.version + 1 },
  }));
