import type { Duration } from '@courtesy/kernel';
import type { Interaction } from '../interaction/interaction.ts';
import type { Resolvers } from '../resolver-types.ts';
import { logCalls } from './call.commands.ts';
import { listCalls } from './call.store.ts';

const reference = (id: string | null) => (id ? { id } : null);

/** What the switch knows of a contact; null when no switch logged it. */
export const callOf = (contact: Interaction) =>
  contact.callOutcome && {
    outcome: contact.callOutcome,
    site: reference(contact.siteId),
    team: reference(contact.teamId),
    line: contact.callLine,
    service: contact.callService,
    priority: contact.callPriority,
    menuTime: contact.menuMs as Duration | null,
    queuedAt: contact.queuedAt,
    waitTime: contact.waitMs as Duration | null,
    answeredAt: contact.answeredAt,
    endedAt: contact.endedAt,
  };

/** How the SDL of telephone calls maps to functions. */
export const callResolvers: Resolvers = {
  Query: {
    calls: (_, query, { db, actor, now }) => listCalls(db.manager, actor, { ...query, now: now() }),
  },
  Mutation: {
    logCalls: (_, { input }, context) => logCalls(context, input),
  },
  Interaction: { call: callOf },
  CallsLogged: {
    logged: ({ calls }) => calls.filter(({ disposition }) => disposition === 'LOGGED').length,
    unchanged: ({ calls }) => calls.filter(({ disposition }) => disposition === 'UNCHANGED').length,
  },
};
