import type { Resolvers } from '../resolver-types.ts';
import { restatementsOf } from './restatement.store.ts';

/** How the SDL of restatements maps to functions. */
export const restatementResolvers: Resolvers = {
  Metric: {
    restatements: ({ key, definition, period }, _, { db, actor }) =>
      restatementsOf(db.manager, { figure: `${key}@${definition.version}`, period, seesAll: actor.reach === 'ALL' }),
  },
};
