import { setImmediate as breath } from 'node:timers/promises';
import { dueWorker, type DueParts } from '@courtesy/subgraph';
import { findGrant } from '../authority-grant/authority-grant.store.ts';
import { openDecisions } from '../bounded-decisions.ts';
import { ledgerAfter } from '../decision/decision.store.ts';
import type { Facts } from '../decision/fact-input.ts';
import { Evaluator } from '../evaluator.ts';
import { done, failed, limitsKept, type BackTest, type RulesTested } from './back-test.ts';
import { backTestEvent } from './back-test.commands.ts';
import {
  actorOf,
  addChanges,
  claimBackTest,
  keepClaim,
  lockRunning,
  nextBackTest,
  saveEnd,
} from './back-test.store.ts';
import { weigh, type Entry } from './judged-again.ts';
import { customersOf, tallyLimits } from './limit-replay.store.ts';
import { Tally } from './reckoning.ts';

/** How long a process has a test to itself without a beat: after it another takes it up. */
const CLAIM_MS = 60_000;
/** How many decisions are read, and weighed between two beats. */
const PAGE = 500;
/** After how many decisions others of the process have their turn: plain rules are judged in this thread. */
const BREATH = 25;
/** The most decisions that one test weighs. */
export const MAX_DECISIONS = 200_000;
/** Longest time that one decision may take, in milliseconds. Nobody waits for this thread but the test. */
const BOUNDS = { workers: 1, waiting: 2, deadlineMs: 250 };

const claimedFor = ({ now }: DueParts) => new Date(now().getTime() + CLAIM_MS);

/** Judges every decision of the time again, by the rules of the draft, page by page. */
async function tallyRules(parts: DueParts, test: BackTest, rules: RulesTested): Promise<Tally> {
  const { manager } = parts.database;
  const { from, until, terms } = test;
  const span = { actor: actorOf(test), decisionTableId: rules.decisionTableId, from, until };
  const decisions = openDecisions(BOUNDS);
  const evaluator = new Evaluator(decisions, decisions);
  const tally = new Tally(terms.currency);
  try {
    for (let last: Entry | null = null; ;) {
      const page: Entry[] = await ledgerAfter(
        manager,
        { ...span, withRun: terms.awardOutput !== null },
        { last, size: PAGE },
      );
      for (const entry of page) {
        const drawn = await evaluator.conclude(rules, JSON.parse(entry.facts) as Facts);
        if (tally.count % BREATH === 0) await breath();
        tally.add(weigh({ ...entry, run: entry.run ?? null }, { rules, terms }, drawn));
      }
      last = page.at(-1) ?? null;
      if (!last || page.length < PAGE) return tally;
      if (tally.count > MAX_DECISIONS) throw new Error(`There are more than ${MAX_DECISIONS} decisions in that time`);
      await keepClaim(manager, test.id, { until: claimedFor(parts), weighed: tally.count });
    }
  } finally {
    await evaluator.close();
  }
}

async function tallyOf(parts: DueParts, test: BackTest): Promise<Tally> {
  if (test.rules) return tallyRules(parts, test, test.rules);
  const { manager } = parts.database;
  const grant = test.grantId ? await findGrant(manager, test.grantId) : null;
  if (!grant || !test.limits) throw new Error(`The grant of ${test.id} is not there`);
  return tallyLimits(manager, {
    grant,
    limits: limitsKept(test.limits),
    from: test.from,
    until: test.until,
    seenBy: test,
  });
}

/** Keeps what came of a test, unless another did already. */
function settle(parts: DueParts, id: string, came: Tally | string): Promise<void> {
  return parts.database.transaction(async (tx) => {
    const current = await lockRunning(tx.manager, id);
    if (!current) return;
    const at = parts.now();
    if (typeof came !== 'string')
      await addChanges(
        tx.manager,
        came.changes.map((change) => ({ ...change, backTestId: id })),
      );
    const ended =
      typeof came === 'string'
        ? failed(current, came, at)
        : done(current, came.reckoned(await customersOf(tx.manager, came)), at);
    await saveEnd(tx.manager, ended);
    tx.emit(backTestEvent(ended, at));
  });
}

/** Takes up one test that nobody works on, and does it. Answers how many it took up. One that breaks off is begun anew by whoever finds it. */
export async function testNext(parts: DueParts): Promise<number> {
  const { database, now } = parts;
  const test = await database.transaction((tx) => claimBackTest(tx.manager, { now: now(), until: claimedFor(parts) }));
  if (!test) return 0;
  try {
    await settle(parts, test.id, await tallyOf(parts, test));
  } catch (failure) {
    await settle(parts, test.id, failure instanceof Error ? failure.message : 'unknown');
  }
  return 1;
}

/** Does back-tests in the background, one at a time in each process. */
export const backTester = dueWorker({
  ...{ name: 'back-tester', service: 'policy', next: nextBackTest, take: testNext },
});
