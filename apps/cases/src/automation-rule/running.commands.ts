import type { CloudEvent, KnownEvent } from '@courtesy/events';
import { followFeed, openDatabase, openFeedServer, type FeedReader, type Transaction } from '@courtesy/persistence';
import {
  contextOfWork,
  familyOf,
  scopesOf,
  type Actor,
  type Context,
  type Resource,
  type ResourceHost,
} from '@courtesy/subgraph';
import type { Case } from '../case/case.ts';
import { lockCases } from '../case/case.store.ts';
import { moveCases } from '../case/move.commands.ts';
import { hasMoved, type MoveOutcome } from '../case/move.ts';
import { stepsOf } from '../case/steps.ts';
import { customerNamed, holds, type AutomationRule } from './automation-rule.ts';
import { activeRules, addRun, chainBehind } from './automation-rule.store.ts';
import { isLoop, outcomeOf, stepOf, type AutomationRun } from './automation-run.ts';
import { triggeredBy, triggering, type Triggered } from './trigger.ts';

/** Events read at once. */
const PAGE = 500;

/** A rule acts as itself, as far as whoever wrote it sees; it may override nothing. */
const actorOf = ({ id, reach }: AutomationRule): Actor => ({
  ...{ subject: `rule:${id}`, role: 'SERVICE' as const, scopes: scopesOf('AGENT') },
  ...reach,
});

/** Takes a rule's steps, up to the first that is refused. */
async function takeSteps(
  context: Context,
  tx: Transaction,
  rule: AutomationRule,
  current: Case,
): Promise<MoveOutcome[]> {
  const outcomes: MoveOutcome[] = [];
  for (const step of stepsOf(rule.steps)) {
    const [outcome] = await moveCases(context, tx, [{ caseId: current.id, step }]);
    if (outcome) outcomes.push(outcome);
    if (!outcome || !hasMoved(outcome)) break;
  }
  return outcomes;
}

type Acted = Pick<AutomationRun, 'outcome' | 'steps' | 'versionAfter'>;

/** Lets a rule act. A failure that is nobody's refusal is on record as one, and takes back what the rule did. */
async function act(context: Context, tx: Transaction, rule: AutomationRule, current: Case): Promise<Acted> {
  try {
    const outcomes = await tx.attempt((attempt) => takeSteps(context, attempt, rule, current));
    const steps = outcomes.map((outcome, index) => stepOf(rule.steps[index]?.verb ?? 'START', outcome));
    const last = outcomes.findLast(hasMoved);
    return { outcome: outcomeOf(outcomes), steps, versionAfter: last?.case.version ?? current.version };
  } catch (failure) {
    context.log.error({ err: failure, rule: rule.id, case: current.id }, 'an automation rule failed');
    return { outcome: 'FAILED', steps: [], versionAfter: current.version };
  }
}

/** A case as a rule's condition reads it. */
async function asRead({ manager }: Transaction, { condition }: AutomationRule, current: Case): Promise<Case> {
  if (!condition.includes('customer')) return current;
  return { ...current, customerId: customerNamed(condition, await familyOf(manager, current.customerId)) };
}

async function run(
  context: Context,
  tx: Transaction,
  rule: AutomationRule,
  about: Triggered & { readonly eventId: string },
) {
  const [current] = await lockCases(tx.manager, context.actor, [about.caseId]);
  if (!current || !holds(rule.condition, await asRead(tx, rule, current), about.event)) return;
  const behind = about.version === null ? [] : await chainBehind(tx.manager, about.caseId, about.version);
  const stopped: Acted = { outcome: 'LOOP_STOPPED', steps: [], versionAfter: current.version };
  const acted = isLoop(rule.id, behind) ? stopped : await act(context, tx, rule, current);
  await addRun(tx.manager, {
    ...{ id: context.newId('arun'), ruleId: rule.id, ruleVersion: rule.version, caseId: current.id },
    ...{ cause: about.trigger, eventId: about.eventId, chain: [...behind, rule.id], ...acted },
    ...{ versionBefore: current.version, at: context.now() },
  });
}

/** Lets every rule in force act on what has happened since it was written, in the order of the events and of the rules. */
export async function runRules(host: ResourceHost, tx: Transaction, events: readonly KnownEvent[]): Promise<void> {
  const rules = await activeRules(tx.manager);
  if (rules.length === 0) return;
  for (const event of events) {
    const about = triggeredBy(event);
    if (!about) continue;
    const happenedAt = new Date(event.time);
    for (const rule of rules) {
      if (rule.writtenAt > happenedAt || !rule.triggers.includes(about.trigger)) continue;
      const context = contextOfWork(host, actorOf(rule), `rule ${rule.id} ${event.id}`);
      await run(context, tx, rule, { ...about, eventId: event.id });
    }
  }
}

/** Follows this service's own feed, on connections of its own: rules do not keep requests waiting. */
async function follow(process: ResourceHost): Promise<FeedReader> {
  const { config, now, log, tables } = process;
  const url = String(config['DATABASE_URL']);
  const database = await openDatabase({ service: 'cases', url, tables, poolSize: 2 });
  const host: ResourceHost = { ...process, database };
  const feed = await openFeedServer(database, url);
  const reader = followFeed({
    ...{ database, now },
    reaction: { feed: 'cases', types: triggering, apply: (tx, events) => runRules(host, tx, events) },
    fetch: async (query) => {
      const page = await feed.read({ ...query, limit: PAGE });
      // Nobody's rule is in force: nothing of the page can matter, and reading it costs as much as a bulk has to spare.
      if ((await activeRules(database.manager)).length === 0) return { events: [], next: page.next };
      return { events: page.events.map((text) => JSON.parse(text) as CloudEvent), next: page.next };
    },
    onError: (error) => log.warn({ err: error }, 'automation rules did not run; trying again'),
  });
  return {
    stop: async () => {
      const stopped = reader.stop();
      await feed.close();
      await stopped;
      await database.close();
    },
  };
}

/** Runs the automation rules of one process: exactly once per event, however many processes there are. */
export const automation: Resource<FeedReader> = {
  name: 'automation rules',
  open: follow,
  close: (reader) => reader.stop(),
};
