import type { Batch, Context } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { invitationsById } from '../survey/invitation.store.ts';
import { responsesById } from '../survey/response.store.ts';
import { drill } from './drill.store.ts';
import type { MetricRecord } from './drill.ts';

/** The record with all its fields, for one that this service keeps itself; null where the caller may not see it. */
async function ofOurs<T extends object>(
  context: Context,
  batch: Batch<T>,
  { id, type }: MetricRecord,
): Promise<MetricRecord | null> {
  const found = await context.load(batch, id, undefined);
  return found && { ...found, id, type };
}

/** How the SDL of the facts behind figures maps to functions. */
export const drillResolvers: Resolvers = {
  Query: { drill: (_, query, context) => drill(context, query) },
  MetricFact: {
    record: ({ record }, _, context) => {
      if (record.type === 'SurveyResponse') return ofOurs(context, responsesById, record);
      if (record.type === 'SurveyInvitation') return ofOurs(context, invitationsById, record);
      return record;
    },
  },
};
