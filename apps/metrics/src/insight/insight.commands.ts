import { invalidInput, isIdOf, notFound, staleVersion, type Problem } from '@courtesy/kernel';
import { once, type Transaction } from '@courtesy/persistence';
import { dueWorker, type Context, type DueParts, type DueWorker, type Resource } from '@courtesy/subgraph';
import type { AnswerInsightInput, RaiseInsightInput } from '@courtesy/graph-types/metrics';
import { definitionOn } from '../definition/metric-definition.ts';
import { versionsOf } from '../definition/metric-definition.store.ts';
import { problemWithPeriod } from '../metric/period.ts';
import { reportingDay, reportingZone } from '../metric/reporting-day.ts';
import { causeOf } from '../root-cause/root-cause.store.ts';
import {
  ANSWER_DAYS,
  answered,
  daysAfter,
  problemsOfAnswer,
  problemsOfInsight,
  statusOf,
  type Insight,
} from './insight.ts';
import { addInsight, lockInsight, nextAnswerDue, saveInsights, seenCases, takeUnanswered } from './insight.store.ts';

/** How many insights one transaction of the watch goes through. */
const BATCH = 100;

function emitChange(tx: Transaction, insight: Insight, time: Date): void {
  const { id, version, decision, causeId, caseIds } = insight;
  tx.emit({
    ...{ type: 'courtesy.insight.changed.v1', subject: id, sequence: version, time },
    data: { status: statusOf(insight, time), decision, causeId, caseIds: [...caseIds] },
  });
}

async function problemsOfFigure(context: Context, { figure }: RaiseInsightInput): Promise<Problem[]> {
  if (!figure) return [];
  const zone = reportingZone(context.config);
  const definition = definitionOn(
    await versionsOf(context.db.manager, figure.metricKey),
    reportingDay(context.now(), zone),
  );
  const period = problemWithPeriod(figure.period, 'TOTAL', zone);
  return [
    ...(definition ? [] : [{ path: 'figure.metricKey', message: `"${figure.metricKey}" is no metric` }]),
    ...(period ? [{ path: 'figure.period', message: period }] : []),
  ];
}

async function problemsOfEvidence(context: Context, input: RaiseInsightInput): Promise<Problem[]> {
  const { manager } = context.db;
  const seen = await seenCases(manager, context.actor, input.caseIds);
  const cause = input.causeId == null ? null : await causeOf(manager, input.causeId);
  return [
    ...input.caseIds
      .filter((id) => !isIdOf('case', id) || !seen.has(id))
      .map((id) => ({ path: 'caseIds', message: `"${id}" is no case that you see` })),
    ...(input.causeId == null || cause
      ? []
      : [{ path: 'causeId', message: `"${input.causeId}" is no cause on record` }]),
    ...(await problemsOfFigure(context, input)),
  ];
}

/** Asks a department to decide about something that cases or a figure tell. */
export async function raiseInsight(context: Context, input: RaiseInsightInput) {
  const { db, newId, now, actor } = context;
  const itself = problemsOfInsight(input);
  const problems = itself.length > 0 ? itself : await problemsOfEvidence(context, input);
  if (problems.length > 0) return invalidInput(problems);
  const asked = { key: input.idempotencyKey, operation: 'raiseInsight', subject: actor.subject, input, now: now() };
  return db.transaction((tx) =>
    once(tx, asked, async () => {
      const { figure, answerWithinDays } = input;
      const at = now();
      const insight: Insight = {
        ...{ id: newId('insi'), title: input.title.trim(), department: input.department.trim(), ask: input.ask.trim() },
        ...{ causeId: input.causeId ?? null, caseIds: [...new Set(input.caseIds)] },
        ...{ metricKey: figure?.metricKey ?? null, figureFrom: figure?.period.from ?? null },
        ...{ figureTo: figure?.period.to ?? null, raisedAt: at, raisedById: actor.personId ?? null },
        ...{
          answerBy: daysAfter(at, answerWithinDays ?? ANSWER_DAYS),
          unansweredAt: null,
          decision: null,
          reply: null,
        },
        ...{ answeredAt: null, answeredById: null, version: 1 },
      };
      await addInsight(tx.manager, insight);
      emitChange(tx, insight, at);
      return { type: 'InsightRaised' as const, insight };
    }),
  );
}

/** Puts on record what a department decided, and what it did. It may come late; it comes once. */
export async function answerInsight({ db, now, actor }: Context, input: AnswerInsightInput) {
  const { insightId, decision, reply, expectedVersion } = input;
  const problems = problemsOfAnswer(input);
  if (problems.length > 0) return invalidInput(problems);
  return db.transaction(async (tx) => {
    const current = await lockInsight(tx.manager, insightId);
    if (!current) return notFound(insightId);
    if (expectedVersion != null && expectedVersion !== current.version) return staleVersion(expectedVersion, current);
    const at = now();
    const insight = answered(current, { decision, reply, at, byId: actor.personId ?? null });
    if ('type' in insight) return insight;
    await saveInsights(tx.manager, [insight]);
    emitChange(tx, insight, at);
    return { type: 'InsightAnswered' as const, insight };
  });
}

/** Announces each insight that no department answered in time, once, however many workers there are. Returns how many. */
export function noticeUnanswered({ database, now }: Pick<DueParts, 'database' | 'now'>): Promise<number> {
  return database.transaction(async (tx) => {
    const at = now();
    const taken = await takeUnanswered(tx.manager, at, BATCH);
    const noticed = taken.map((insight) => ({ ...insight, unansweredAt: at, version: insight.version + 1 }));
    await saveInsights(tx.manager, noticed);
    for (const { id, version, causeId, raisedById, answerBy } of noticed)
      tx.emit({
        ...{ type: 'courtesy.insight.unanswered.v1', subject: id, sequence: version, time: at },
        data: { causeId, raisedById, answerBy: answerBy.toISOString() },
      });
    return noticed.length;
  });
}

/** Notices within a second that a department did not answer in time. */
export const insightWatch: Resource<DueWorker> = {
  name: 'insight watch',
  open: (host) =>
    dueWorker({
      ...{ name: 'insight watch', service: 'metrics', tables: host.tables, next: nextAnswerDue },
      take: noticeUnanswered,
    }).open(host),
  close: (worker) => worker.stop(),
};
