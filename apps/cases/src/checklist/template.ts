import type { Problem } from '@courtesy/kernel';
import type { CaseType } from '@courtesy/graph-types/cases';
import { problemWithText } from '../case/case.ts';

/** One thing that every checklist of a template has. */
export interface ChecklistTemplateItem {
  readonly title: string;
  readonly isMandatory: boolean;
  /** What document must be there, such as a receipt; null for what is only to be done. */
  readonly document: string | null;
  /** Whether somebody has to verify the document once it is there. */
  readonly needsVerification: boolean;
}

/** What is to be checked for one kind of case, as it stands. Each version is kept. */
export interface ChecklistTemplate {
  readonly id: string;
  readonly title: string;
  readonly caseType: CaseType;
  /** Whether every case of the type gets one when it is opened. */
  readonly atOpening: boolean;
  readonly items: readonly ChecklistTemplateItem[];
  /** The subject of whoever wrote this version. */
  readonly writtenBy: string;
  readonly writtenAt: Date;
  /** Null while it is in use. */
  readonly retiredAt: Date | null;
  /** The version of what is to be checked: grows by one with every change. */
  readonly version: number;
}

/** One version of a template, as it was written. Never changed. */
export interface ChecklistTemplateVersion extends Omit<ChecklistTemplate, 'retiredAt'> {
  readonly templateId: string;
}

/** A template was written. */
export interface ChecklistTemplateWritten {
  readonly type: 'ChecklistTemplateWritten';
  readonly template: ChecklistTemplate;
}

/** A template says something else from now on. */
export interface ChecklistTemplateRevised {
  readonly type: 'ChecklistTemplateRevised';
  readonly template: ChecklistTemplate;
}

/** A template is used no more. */
export interface ChecklistTemplateRetired {
  readonly type: 'ChecklistTemplateRetired';
  readonly template: ChecklistTemplate;
}

/** The template was retired before. */
export interface ChecklistTemplateIsRetired {
  readonly type: 'ChecklistTemplateIsRetired';
  readonly template: ChecklistTemplate;
}

/** The most items of a template. */
export const MAX_ITEMS = 50;
/** The longest title of a template or an item, in characters. */
export const MAX_CHECKLIST_TITLE = 200;

/** What is wrong with what a template says; empty when nothing is. */
export function problemsOfTemplate({ title, items }: Pick<ChecklistTemplate, 'title' | 'items'>): Problem[] {
  const texts = [problemWithText('title', title, MAX_CHECKLIST_TITLE)];
  for (const [index, item] of items.entries()) {
    texts.push(problemWithText(`items.${index}.title`, item.title, MAX_CHECKLIST_TITLE));
    if (item.document !== null)
      texts.push(problemWithText(`items.${index}.document`, item.document, MAX_CHECKLIST_TITLE));
  }
  const problems: Problem[] = texts.flatMap((problem) => problem ?? []);
  if (items.length === 0 || items.length > MAX_ITEMS)
    problems.push({ path: 'items', message: `has ${items.length} items; name 1 to ${MAX_ITEMS}` });
  const loose = items.findIndex((item) => item.needsVerification && item.document === null);
  if (loose >= 0) problems.push({ path: `items.${loose}.needsVerification`, message: 'is for documents alone' });
  return problems;
}

/** A template's version as it is kept. */
export const versionOf = ({ retiredAt: _, ...template }: ChecklistTemplate, id: string): ChecklistTemplateVersion => ({
  ...template,
  id,
  templateId: template.id,
});
