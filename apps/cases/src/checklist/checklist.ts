import type { ChecklistItemStatus, ChecklistMarkKind } from '@courtesy/graph-types/cases';
import type { ChecklistTemplate, ChecklistTemplateItem } from './template.ts';

/** What is to be checked about one case, in the version its template had. */
export interface Checklist {
  readonly id: string;
  readonly caseId: string;
  readonly templateId: string;
  readonly templateVersion: number;
  readonly title: string;
  /** The subject of whoever attached it. */
  readonly attachedBy: string;
  readonly attachedAt: Date;
}

/** One thing to be checked, as it stands. */
export interface ChecklistItem extends ChecklistTemplateItem {
  readonly id: string;
  readonly checklistId: string;
  readonly caseId: string;
  /** Its place in the checklist, from 0. */
  readonly position: number;
  readonly status: ChecklistItemStatus;
  readonly version: number;
}

/** What somebody said of an item. Never changed. */
export interface ChecklistMark {
  readonly id: string;
  readonly itemId: string;
  readonly kind: ChecklistMarkKind;
  /** The document's name or number, or why a mark was taken back. */
  readonly note: string | null;
  /** The subject of the caller. */
  readonly markedBy: string;
  readonly personId: string | null;
  readonly at: Date;
}

/** A checklist was attached. */
export interface ChecklistAttached {
  readonly type: 'ChecklistAttached';
  readonly checklist: Checklist;
}

/** The case has a checklist of this template already. */
export interface ChecklistAlreadyAttached {
  readonly type: 'ChecklistAlreadyAttached';
  readonly checklist: Checklist;
}

/** An item was marked. */
export interface ChecklistItemMarked {
  readonly type: 'ChecklistItemMarked';
  readonly item: ChecklistItem;
}

/** An item cannot be marked so from where it stands. */
export interface IllegalChecklistMark {
  readonly type: 'IllegalChecklistMark';
  readonly item: ChecklistItem;
  readonly mark: ChecklistMarkKind;
}

/** What each mark makes of an item: what is only to be done is ticked, a document is received and then verified. */
const led: Readonly<Record<ChecklistMarkKind, Readonly<Partial<Record<ChecklistItemStatus, ChecklistItemStatus>>>>> = {
  TICKED: { PENDING: 'TICKED' },
  RECEIVED: { PENDING: 'RECEIVED' },
  VERIFIED: { RECEIVED: 'VERIFIED' },
  TAKEN_BACK: { TICKED: 'PENDING', RECEIVED: 'PENDING', VERIFIED: 'PENDING' },
};

/** Marks an item. */
export function markItem(item: ChecklistItem, mark: ChecklistMarkKind): ChecklistItem | IllegalChecklistMark {
  const status = led[mark][item.status];
  const fits = mark === 'TAKEN_BACK' || (mark === 'TICKED') === (item.document === null);
  if (!status || !fits) return { type: 'IllegalChecklistMark', item, mark };
  return { ...item, status, version: item.version + 1 };
}

/** Whether an item is as it must be before the case may end. */
export const isSettled = ({
  status,
  needsVerification,
}: Pick<ChecklistItem, 'status' | 'needsVerification'>): boolean =>
  needsVerification ? status === 'VERIFIED' : status !== 'PENDING';

/** The items of a checklist as they begin. */
export const newItems = (
  checklist: Checklist,
  { items }: Pick<ChecklistTemplate, 'items'>,
  newId: () => string,
): ChecklistItem[] =>
  items.map((item, position) => ({
    ...{ id: newId(), checklistId: checklist.id, caseId: checklist.caseId, position },
    ...{ title: item.title, isMandatory: item.isMandatory },
    ...{ document: item.document, needsVerification: item.needsVerification, status: 'PENDING', version: 1 },
  }));
