import {
  BadInput,
  connectionOf,
  pageSize,
  parseCursor,
  type Connection,
  type KeysetOrder,
} from '@courtesy/persistence';
import { survivorOf, type Context } from '@courtesy/subgraph';
import type { QueryLossPreventionSignalsArgs } from '@courtesy/graph-types/policy';
import type { AuthorityUse } from '../authority-use/authority-use.ts';
import { usesById } from '../authority-use/authority-use.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { problemOfPeriod, type LossPreventionSubject } from './loss-prevention.ts';
import { gatherEvidence, gatherFacts, usualCurrency, type RefundsWanted } from './loss-prevention.store.ts';
import { rankSubjects, type ScoredSubject } from './signals.ts';

const byRank: KeysetOrder<LossPreventionSubject> = { by: ['rank'], direction: 'ASC' };

/** How far down the list a cursor is. */
function rankIn(cursor: string | null | undefined): number {
  if (!cursor) return 0;
  const [rank] = parseCursor(cursor, 1);
  if (Number.isInteger(rank)) return rank as number;
  throw new BadInput(`"${cursor}" is not a cursor of this list. Pass pageInfo.endCursor of an earlier page.`);
}

async function withEvidence(
  { db }: Context,
  wanted: RefundsWanted,
  subjects: readonly ScoredSubject[],
): Promise<LossPreventionSubject[]> {
  const ids = subjects.map(({ facts }) => facts.subjectId);
  const evidence = ids.length > 0 ? await gatherEvidence(db.manager, wanted, ids) : new Map<string, never>();
  return subjects.map(({ facts, signals, ...scored }) => ({
    ...scored,
    subjectKind: wanted.subjectKind,
    subjectId: facts.subjectId,
    uses: facts.uses,
    total: { minor: facts.totalMinor, currency: wanted.currency },
    signals: signals.map((each) => ({ ...each, useIds: evidence.get(facts.subjectId)?.[each.kind] ?? [] })),
  }));
}

async function listSubjects(
  context: Context,
  { subjectKind, period, currency, first, after }: QueryLossPreventionSignalsArgs,
): Promise<Connection<LossPreventionSubject>> {
  const problem = problemOfPeriod(period);
  if (problem) throw new BadInput(`${problem.path} ${problem.message}.`);
  const size = pageSize({ first });
  const seen = rankIn(after);
  const { manager } = context.db;
  const within = { ...period, actor: context.actor };
  const counted = currency ?? (await usualCurrency(manager, within));
  const wanted = { ...within, subjectKind, currency: counted ?? '' };
  const ranked = counted === null ? [] : rankSubjects(subjectKind, await gatherFacts(manager, wanted), counted);
  // One more than the page tells that another follows.
  const rows = await withEvidence(context, wanted, ranked.slice(seen, seen + size + 1));
  return connectionOf(rows, {
    size,
    order: byRank,
    after,
    count: () => Promise.resolve(ranked.length),
  });
}

/** How the SDL of loss prevention maps to functions. */
export const lossPreventionResolvers: Resolvers = {
  Query: {
    lossPreventionSignals: (_, args, context) => listSubjects(context, args),
  },
  LossPreventionSubject: {
    customer: ({ subjectKind, subjectId }, _, context) =>
      subjectKind === 'CUSTOMER' ? survivorOf(context, subjectId) : null,
    person: ({ subjectKind, subjectId }) => (subjectKind === 'STAFF' ? { id: subjectId } : null),
  },
  LossPreventionSignal: {
    evidence: async ({ useIds }, _, context) => {
      const uses = await Promise.all(useIds.map((id) => context.load(usesById, id, undefined)));
      return uses.filter((use): use is AuthorityUse => use !== null);
    },
  },
};
