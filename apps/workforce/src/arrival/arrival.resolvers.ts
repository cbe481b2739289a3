import { durationOf } from '@courtesy/kernel';
import type { Resolvers } from '../resolver-types.ts';
import { arrivalsOfSites } from './arrival.store.ts';

/** How the SDL of arrivals maps to functions. */
export const arrivalResolvers: Resolvers = {
  Site: {
    arrivals: async ({ id }, { fromDay, untilDay, grain, channel, teamId, service }, context) => [
      ...((await context.load(arrivalsOfSites, id, {
        ...{ fromDay, untilDay, grain: grain ?? 'HALF_HOUR' },
        ...{ channel: channel ?? null, teamId: teamId ?? null, service: service ?? null },
      })) ?? []),
    ],
  },
  ArrivalInterval: {
    meanHandleTime: ({ meanHandleMs }) => (meanHandleMs === null ? null : durationOf(meanHandleMs)),
  },
};
