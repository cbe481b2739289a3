import { invalidInput, notFound, type InvalidInput, type NotFound } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { ProposedLimitInput, RunBackTestInput } from '@courtesy/graph-types/policy';
import { findGrant } from '../authority-grant/authority-grant.store.ts';
import { findDecisionTableVersion, versionsOf } from '../decision-table/decision-table-version.store.ts';
import type { IllegalDecisionTableState } from '../decision-table/decision-table-version.ts';
import { refusalToRevise } from '../decision-table/decision-table-version.ts';
import { keptLimits, problemsOfBackTest, termsOf, type BackTest, type BackTestBegun } from './back-test.ts';
import { addBackTest, reachOf } from './back-test.store.ts';
import { limitsOfGrant } from './proposed-limit.ts';

/** What can come of asking for a test. */
export type RunBackTestOutcome =
  BackTestBegun | IllegalDecisionTableState | NotFound | InvalidInput | IdempotencyKeyReused;

/** What others are told of a test: where it stands. */
export const backTestEvent = (test: BackTest, time: Date): NewEvent => ({
  ...{ type: 'courtesy.back-test.changed.v1', subject: test.id, sequence: test.version, time },
  data: { status: test.status, decisionTableVersionId: test.decisionTableVersionId, grantId: test.grantId },
});

type Tested = Pick<BackTest, 'decisionTableVersionId' | 'rules' | 'grantId' | 'limits' | 'terms'>;
type Refusal = IllegalDecisionTableState | NotFound | InvalidInput;
const isRefusal = (found: Tested | Refusal): found is Refusal => 'type' in found;

/** The rules of a draft, as they are now. */
async function rulesOf(tx: Transaction, input: RunBackTestInput, id: string, now: Date): Promise<Tested | Refusal> {
  const version = await findDecisionTableVersion(tx.manager, id);
  if (!version) return notFound(id);
  const refusal = refusalToRevise(version, await versionsOf(tx.manager, version.decisionTableId), now);
  if (refusal) return refusal;
  const { version: number, model, decision, decisionTableId } = version;
  const rules = { id, version: number, model, decision, decisionTableId };
  return { decisionTableVersionId: id, rules, grantId: null, limits: null, terms: termsOf(input) };
}

/** The limits that a grant might have. */
async function limitsFrom(
  tx: Transaction,
  input: RunBackTestInput,
  proposed: ProposedLimitInput,
): Promise<Tested | Refusal> {
  const grant = await findGrant(tx.manager, proposed.grantId);
  if (!grant) return notFound(proposed.grantId);
  const limits = limitsOfGrant(grant, proposed, 'authorityLimit');
  if (!('perCase' in limits)) return invalidInput(limits);
  const terms = { ...termsOf(input), currency: grant.currency };
  return { decisionTableVersionId: null, rules: null, grantId: grant.id, limits: keptLimits(limits), terms };
}

/** Asks for a test. A worker does it; nothing that was decided, and no rule in effect, is touched. */
export async function runBackTest(context: Context, input: RunBackTestInput): Promise<RunBackTestOutcome> {
  const { db, actor, newId } = context;
  const now = context.now();
  const problems = problemsOfBackTest(input, now);
  if (problems.length > 0) return invalidInput(problems);
  const request = { key: input.idempotencyKey, operation: 'runBackTest', subject: actor.subject, input, now };
  return db.transaction((tx) =>
    once(tx, request, async (): Promise<BackTestBegun | Refusal> => {
      const { decisionTableVersionId: versionId, authorityLimit: limit, from, until } = input;
      const tested = limit ? await limitsFrom(tx, input, limit) : await rulesOf(tx, input, versionId ?? '', now);
      if (isRefusal(tested)) return tested;
      const backTest: BackTest = {
        ...{ id: newId('btst'), ...tested, ...reachOf(actor), from, until, status: 'RUNNING', requestedAt: now },
        ...{ weighed: 0, claimedUntil: null, outcome: null, failure: null, finishedAt: null, version: 1 },
      };
      await addBackTest(tx.manager, backTest);
      tx.emit(backTestEvent(backTest, now));
      return { type: 'BackTestBegun', backTest };
    }),
  );
}
