import type { Resolvers } from '../resolver-types.ts';
import { explainMetric } from './explanation.store.ts';

/** How the SDL of explanations maps to functions. */
export const explanationResolvers: Resolvers = {
  Query: { explainMetric: (_, query, context) => explainMetric(context, { ...query, grain: 'TOTAL' }) },
};
