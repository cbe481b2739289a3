import { invalidInput, isIdOf, notFound, staleVersion, type Problem } from '@courtesy/kernel';
import { once } from '@courtesy/persistence';
import { onceRequest, type Context } from '@courtesy/subgraph';
import type { AnswerInsightInput, RaiseInsightInput } from '@courtesy/graph-types/metrics';
import { ANSWER_DAYS, daysAfter } from '../awaited/awaited.ts';
import { definitionOn } from '../definition/metric-definition.ts';
import { versionsOf } from '../definition/metric-definition.store.ts';
import { problemWithPeriod } from '../metric/period.ts';
import { reportingDay, reportingZone } from '../metric/reporting-day.ts';
import { causeOf } from '../root-cause/root-cause.store.ts';
import { answered, problemsOfAnswer, problemsOfInsight, type Insight } from './insight.ts';
import { changedInsight } from './insight-events.ts';
import { addInsight, lockInsight, saveInsights, seenCases } from './insight.store.ts';

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
  return db.transaction((tx) =>
    once(tx, onceRequest(context, 'raiseInsight', input), async () => {
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
      tx.emit(changedInsight(insight, at));
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
    tx.emit(changedInsight(insight, at));
    return { type: 'InsightAnswered' as const, insight };
  });
}
