import {
  invalidInput,
  isIdOf,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { AttachChecklistInput, ChecklistMarkKind, InputMaybe } from '@courtesy/graph-types/cases';
import { isUnended, MAX_REASON, problemWithText, type Case } from '../case/case.ts';
import { lockCase } from '../case/case.store.ts';
import { whileChainsHold } from '../case-merge/family.store.ts';
import type { CaseIsOver } from '../task/task.ts';
import { lockAnyCase } from '../task/task.store.ts';
import {
  markItem,
  newItems,
  type Checklist,
  type ChecklistAlreadyAttached,
  type ChecklistAttached,
  type ChecklistItem,
  type ChecklistItemMarked,
  type ChecklistMark,
  type IllegalChecklistMark,
} from './checklist.ts';
import { addChecklists, findChecklist, findItem, saveMarked, seeItem } from './checklist.store.ts';
import type { ChecklistTemplate, ChecklistTemplateIsRetired } from './template.ts';
import { findTemplate, templatesAtOpening } from './template.store.ts';

const placeOf = ({ id, customerId, siteId, teamId, assigneeId }: Case) => ({
  ...{ caseId: id, customerId, siteId, teamId, assigneeId },
});

const attachedEvent = (about: Case, checklist: Checklist): NewEvent => ({
  ...{ type: 'courtesy.checklist.attached.v1', subject: checklist.id, sequence: 1, time: checklist.attachedAt },
  data: {
    ...placeOf(about),
    ...{ templateId: checklist.templateId, templateVersion: checklist.templateVersion, title: checklist.title },
  },
});

const markedEvent = (about: Case, item: ChecklistItem, mark: ChecklistMark): NewEvent => ({
  ...{ type: 'courtesy.checklist-item.marked.v1', subject: item.id, sequence: item.version, time: mark.at },
  data: {
    ...{ ...placeOf(about), checklistId: item.checklistId, title: item.title, mark: mark.kind },
    ...{ status: item.status, markedBy: mark.markedBy, personId: mark.personId },
  },
});

/** Attaches checklists in the caller's transaction, each in the version its template has now. The caller holds the cases' locks. */
async function attach(
  { actor, now, newId }: Context,
  tx: Transaction,
  wanted: readonly { readonly about: Case; readonly template: ChecklistTemplate }[],
): Promise<Checklist[]> {
  const made = wanted.map(({ about, template }) => {
    const checklist: Checklist = {
      ...{ id: newId('chk'), caseId: about.id, templateId: template.id, templateVersion: template.version },
      ...{ title: template.title, attachedBy: actor.subject, attachedAt: now() },
    };
    return { about, checklist, items: newItems(checklist, template, () => newId('chki')) };
  });
  const checklists = made.map(({ checklist }) => checklist);
  await addChecklists(
    tx.manager,
    checklists,
    made.flatMap(({ items }) => items),
  );
  tx.emit(...made.map(({ about, checklist }) => attachedEvent(about, checklist)));
  return checklists;
}

/** Gives new cases that have not ended the checklists that every case of their type gets, in a handful of statements however many there are. */
export async function attachAtOpening(context: Context, tx: Transaction, opened: readonly Case[]): Promise<void> {
  const cases = opened.filter(({ status }) => isUnended(status));
  if (cases.length === 0) return;
  const templates = await templatesAtOpening(tx.manager, [...new Set(cases.map(({ type }) => type))]);
  if (templates.length === 0) return;
  const byType = Map.groupBy(templates, ({ caseType }) => caseType);
  const wanted = cases.flatMap((about) => (byType.get(about.type) ?? []).map((template) => ({ about, template })));
  await attach(context, tx, wanted);
}

/** Attaches a checklist to a case that is not over. */
export async function attachChecklist(
  context: Context,
  { caseId, templateId }: AttachChecklistInput,
): Promise<
  ChecklistAttached | ChecklistAlreadyAttached | ChecklistTemplateIsRetired | CaseIsOver | NotFound | InvalidInput
> {
  if (!isIdOf('cklt', templateId))
    return invalidInput([{ path: 'templateId', message: `"${templateId}" is not the id of a checklist template` }]);
  const { db, actor } = context;
  return db.transaction(async (tx) => {
    const about = await lockCase(tx.manager, actor, caseId);
    if (!about) return notFound(caseId);
    const template = await findTemplate(tx.manager, templateId);
    if (!template) return notFound(templateId);
    const known = await findChecklist(tx.manager, caseId, templateId);
    if (known) return { type: 'ChecklistAlreadyAttached' as const, checklist: known };
    if (template.retiredAt) return { type: 'ChecklistTemplateIsRetired' as const, template };
    if (!isUnended(about.status) && about.status !== 'RESOLVED') return { type: 'CaseIsOver' as const, case: about };
    const [checklist] = await attach(context, tx, [{ about, template }]);
    return checklist ? { type: 'ChecklistAttached' as const, checklist } : notFound(caseId);
  });
}

/** What can come of marking an item. */
export type MarkOutcome =
  ChecklistItemMarked | IllegalChecklistMark | CaseIsOver | NotFound | StaleVersion<ChecklistItem> | InvalidInput;

/** What is said of an item. */
interface Saying {
  readonly kind: ChecklistMarkKind;
  readonly note: string | null;
}

/** Marks an item under the lock of its case, so that no case ends while its checklist is taken back. */
export async function markChecklistItem(
  context: Context,
  { itemId, expectedVersion }: { readonly itemId: string; readonly expectedVersion?: InputMaybe<number> },
  { kind, note }: Saying,
): Promise<MarkOutcome> {
  const { db, actor, now, newId } = context;
  const problem =
    note === null ? null : problemWithText(kind === 'TAKEN_BACK' ? 'reason' : 'document', note, MAX_REASON);
  if (problem) return invalidInput([problem]);
  const work = () =>
    db.transaction(async (tx): Promise<MarkOutcome> => {
      const seen = await seeItem(tx.manager, actor, itemId);
      if (!seen) return notFound(itemId);
      const about = await lockAnyCase(tx.manager, seen.caseId);
      const current = await findItem(tx.manager, itemId);
      const expected = expectedVersion ?? current.version;
      if (expected !== current.version) return staleVersion(expected, current);
      if (about.status === 'CLOSED' || about.status === 'CANCELLED') return { type: 'CaseIsOver', case: about };
      const item = markItem(current, kind);
      if ('type' in item) return item;
      const mark: ChecklistMark = {
        ...{ id: newId('chkm'), itemId, kind, note, markedBy: actor.subject },
        ...{ personId: actor.personId ?? null, at: now() },
      };
      await saveMarked(tx.manager, item, mark);
      tx.emit(markedEvent(about, item, mark));
      return { type: 'ChecklistItemMarked', item };
    });
  return whileChainsHold(work);
}
