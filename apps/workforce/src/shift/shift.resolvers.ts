import { durationOf } from '@courtesy/kernel';
import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { paidMinutes } from '../shift-template/shift-template.ts';
import { shiftTemplatesById } from '../shift-template/shift-template.store.ts';
import { sitesById } from '../site/site.store.ts';
import { cancelShift, changeShift, scheduleShifts } from './shift.commands.ts';
import { listShifts, onShiftAtSites, shiftsById, shiftsOfPeople } from './shift.store.ts';

/** How the SDL of shifts maps to functions. */
export const shiftResolvers: Resolvers = {
  Query: {
    shift: (_, { id }, context) => context.load(shiftsById, id, undefined),
    shifts: (_, args, { db, actor, now }) => listShifts(db.manager, actor, { ...args, now: now() }),
  },
  Mutation: {
    scheduleShifts: (_, { input }, context) => scheduleShifts(context, input),
    changeShift: (_, { input }, context) => changeShift(context, input),
    cancelShift: (_, { input }, context) => cancelShift(context, input),
  },
  Shift: {
    __resolveReference: ({ id }, context) => context.load(shiftsById, id, undefined),
    breaks: ({ breaks }) => [...breaks],
    paid: (shift) => durationOf(paidMinutes(shift) * 60_000),
    template: ({ templateId }, _, context) =>
      templateId ? context.load(shiftTemplatesById, templateId, undefined) : null,
    person: ({ personId }, _, context) => present(context.load(peopleById, personId, undefined), personId),
    site: ({ siteId }, _, context) => present(context.load(sitesById, siteId, undefined), siteId),
  },
  Person: {
    shifts: ({ id }, args, context) => present(context.load(shiftsOfPeople, id, args), id),
  },
  Site: {
    onShift: ({ id }, { at, ...page }, context) => {
      const asked = at instanceof Date ? at : new Date(context.now().getTime() + (at?.fromNowMs ?? 0));
      return present(context.load(onShiftAtSites, id, { ...page, at: asked.toISOString() }), id);
    },
  },
  ShiftsScheduled: {
    scheduled: ({ shifts }) => shifts.length,
  },
  RefusedShift: {
    problems: ({ problems }) => [...problems],
    breaches: ({ breaches }) => [...breaches],
  },
  ShiftOverlaps: {
    message: ({ overlapping }) =>
      `They work from ${overlapping.startsAt.toISOString()} to ${overlapping.endsAt.toISOString()} already.`,
  },
  ShiftIsCancelled: {
    message: () => 'This shift was cancelled; schedule another one.',
  },
};
