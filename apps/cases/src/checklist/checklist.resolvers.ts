import type { Resolvers } from '../resolver-types.ts';
import { casesById } from '../case/case.store.ts';
import { attachChecklist, markChecklistItem } from './checklist.commands.ts';
import { isSettled } from './checklist.ts';
import {
  checklistItemsById,
  checklistsById,
  checklistsOfCases,
  itemsOfChecklists,
  marksOfItems,
} from './checklist.store.ts';
import { retireChecklistTemplate, reviseChecklistTemplate, writeChecklistTemplate } from './template.commands.ts';
import { checklistTemplatesById, listTemplates, versionsOfTemplates } from './template.store.ts';

/** How the SDL of checklists maps to functions. */
export const checklistResolvers: Resolvers = {
  Query: {
    checklistTemplates: (_, args, { db }) => listTemplates(db.manager, args),
  },
  Mutation: {
    writeChecklistTemplate: (_, { input }, context) => writeChecklistTemplate(context, input),
    reviseChecklistTemplate: (_, { input }, context) => reviseChecklistTemplate(context, input),
    retireChecklistTemplate: (_, { input }, context) => retireChecklistTemplate(context, input),
    attachChecklist: (_, { input }, context) => attachChecklist(context, input),
    tickChecklistItem: (_, { input }, context) => markChecklistItem(context, input, { kind: 'TICKED', note: null }),
    receivePaperwork: (_, { input }, context) =>
      markChecklistItem(context, input, { kind: 'RECEIVED', note: input.document }),
    verifyPaperwork: (_, { input }, context) => markChecklistItem(context, input, { kind: 'VERIFIED', note: null }),
    takeBackChecklistItem: (_, { input }, context) =>
      markChecklistItem(context, input, { kind: 'TAKEN_BACK', note: input.reason }),
  },
  Case: {
    checklists: ({ id }, _, context) => context.load(checklistsOfCases, id, undefined),
  },
  ChecklistTemplate: {
    __resolveReference: ({ id }, context) => context.load(checklistTemplatesById, id, undefined),
    versions: async ({ id }, _, context) => (await context.load(versionsOfTemplates, id, undefined)) ?? [],
  },
  Checklist: {
    __resolveReference: ({ id }, context) => context.load(checklistsById, id, undefined),
    case: ({ caseId }, _, context) => context.load(casesById, caseId, undefined),
    template: ({ templateId }, _, context) => context.load(checklistTemplatesById, templateId, undefined),
    items: async ({ id }, _, context) => (await context.load(itemsOfChecklists, id, undefined)) ?? [],
    isFinished: async ({ id }, _, context) => {
      const items = (await context.load(itemsOfChecklists, id, undefined)) ?? [];
      return items.every((item) => !item.isMandatory || isSettled(item));
    },
  },
  ChecklistItem: {
    __resolveReference: ({ id }, context) => context.load(checklistItemsById, id, undefined),
    history: async ({ id }, _, context) => (await context.load(marksOfItems, id, undefined)) ?? [],
  },
  ChecklistMark: {
    person: ({ personId }) => (personId ? { id: personId } : null),
  },
  ChecklistTemplateIsRetired: {
    message: ({ template }) =>
      `The checklist template "${template.title}" was retired; it is neither changed nor attached.`,
  },
  ChecklistAlreadyAttached: {
    message: ({ checklist }) => `The case has the checklist "${checklist.title}" already.`,
  },
  IllegalChecklistMark: {
    message: ({ item, mark }) =>
      `"${item.title}" is ${item.status.toLowerCase()}${item.document ? ', and a document' : ''}; it cannot be ${mark.toLowerCase().replaceAll('_', ' ')}.`,
  },
};
