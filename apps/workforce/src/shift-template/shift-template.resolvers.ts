import { durationOf } from '@courtesy/kernel';
import { BadInput } from '@courtesy/persistence';
import { present } from '../directory/present.ts';
import type { Resolvers } from '../resolver-types.ts';
import { sitesById } from '../site/site.store.ts';
import { datesBetween } from './local-time.ts';
import { defineShiftTemplate, withdrawShiftTemplate } from './shift-template.commands.ts';
import { dutiesOf, MAX_HORIZON_DAYS } from './shift-template.ts';
import { shiftTemplatesById, templatesOfSites } from './shift-template.store.ts';

/** How the SDL of shift templates maps to functions. */
export const shiftTemplateResolvers: Resolvers = {
  Query: {
    shiftTemplate: (_, { id }, context) => context.load(shiftTemplatesById, id, undefined),
  },
  Mutation: {
    defineShiftTemplate: (_, { input }, context) => defineShiftTemplate(context, input),
    withdrawShiftTemplate: (_, { input }, context) => withdrawShiftTemplate(context, input),
  },
  Site: {
    shiftTemplates: ({ id }, args, context) => present(context.load(templatesOfSites, id, args), id),
  },
  ShiftTemplate: {
    __resolveReference: ({ id }, context) => context.load(shiftTemplatesById, id, undefined),
    site: ({ siteId }, _, context) => present(context.load(sitesById, siteId, undefined), siteId),
    days: ({ days }) => [...days],
    breaks: ({ breaks }) => [...breaks],
    duties: async (template, { from, until }, context) => {
      const days = datesBetween(from, until).length;
      if (days > MAX_HORIZON_DAYS) throw new BadInput(`${days} days were asked for; at most ${MAX_HORIZON_DAYS}`);
      const site = await present(context.load(sitesById, template.siteId, undefined), template.siteId);
      return dutiesOf([template], { from, until }, site.timeZone);
    },
  },
  TemplateDuty: {
    paid: ({ paidMinutes }) => durationOf(paidMinutes * 60_000),
    breaks: ({ breaks }) => [...breaks],
  },
  ShiftTemplateIsWithdrawn: {
    message: ({ template }) => `This template was withdrawn at ${template.withdrawnAt?.toISOString() ?? ''}.`,
  },
};
