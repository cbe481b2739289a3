import { invalidInput, notFound, staleVersion, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  DraftScenarioInput,
  PublishScenarioInput,
  RewordScenarioInput,
  WithdrawScenarioInput,
} from '@courtesy/graph-types/workforce';
import { currentVersion } from '../scorecard/scorecard.store.ts';
import {
  draftFrom,
  problemsOfDraft,
  publishScenarioBy,
  reword,
  withdrawScenarioFrom,
  type Scenario,
} from './scenario.ts';
import { addScenario, findScenario, lockScenario, saveScenario } from './scenario.store.ts';
import { readCase } from './source.commands.ts';

/** What others are told of a scenario: where it stands; never a word of it. */
const scenarioEvent = (scenario: Scenario, time: Date): NewEvent => ({
  ...{ type: 'courtesy.scenario.changed.v1', subject: scenario.id, sequence: scenario.version, time },
  data: { scorecardVersionId: scenario.scorecardVersionId, difficulty: scenario.difficulty, status: scenario.status },
});

const nobody = (path: string) => invalidInput([{ path, message: 'is for people, and the caller is none' }]);

/** Drafts a scenario from what a customer said in a case. */
export async function draftScenario(context: Context, input: DraftScenarioInput) {
  const { actor, db } = context;
  const draftedById = actor.personId;
  if (!draftedById) return nobody('caseId');
  const problems = problemsOfDraft(input);
  if (problems.length > 0) return invalidInput(problems);
  const { caseId } = input;
  const source = await readCase(context, caseId);
  if (source === null) return notFound(caseId);
  if (source === 'UNAVAILABLE') return { type: 'SourceUnavailable' as const, caseId };
  const draftedAt = context.now();
  const request = { key: input.idempotencyKey, operation: 'draftScenario', subject: actor.subject, input };
  return db.transaction((tx) =>
    once(tx, { ...request, now: draftedAt }, async () => {
      const version = await currentVersion(tx.manager, input.scorecardId);
      if (!version) return notFound(input.scorecardId);
      const made = { id: context.newId('scen'), scorecardVersionId: version.id, draftedById, draftedAt };
      const scenario = draftFrom(source, input, made);
      if (!scenario) return { type: 'NothingSaid' as const, caseId };
      await addScenario(tx.manager, scenario);
      tx.emit(scenarioEvent(scenario, draftedAt));
      return { type: 'ScenarioDrafted' as const, scenario };
    }),
  );
}

interface ScenarioRequest {
  readonly scenarioId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** The one way of a change: lock, let the domain decide, save, announce. */
function changeScenario<O extends { readonly type: string; readonly scenario?: Scenario }>(
  context: Context,
  { scenarioId, expectedVersion }: ScenarioRequest,
  decide: (current: Scenario) => O,
): Promise<O | NotFound | StaleVersion<Scenario>> {
  return context.db.transaction(async (tx) => {
    const current = await lockScenario(tx.manager, context.actor, scenarioId);
    if (!current) return notFound(scenarioId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const outcome = decide(current);
    const { scenario } = outcome;
    if (!scenario || scenario.version === current.version) return outcome;
    await saveScenario(tx.manager, scenario);
    tx.emit(scenarioEvent(scenario, context.now()));
    return outcome;
  });
}

/** Puts a draft into other words. */
export const rewordScenario = (context: Context, input: RewordScenarioInput) =>
  changeScenario(context, input, (current) => reword(current, input));

/** Publishes a draft of whose wording the caller approves: who the people of its case are is asked anew, and looked for. */
export async function publishScenario(context: Context, input: PublishScenarioInput) {
  const { personId } = context.actor;
  if (!personId) return nobody('scenarioId');
  const seen = await findScenario(context.db.manager, context.actor, input.scenarioId);
  if (!seen) return notFound(input.scenarioId);
  const source = await readCase(context, seen.caseId);
  if (source === null || source === 'UNAVAILABLE') return { type: 'SourceUnavailable' as const, caseId: seen.caseId };
  const by = { personId, at: context.now() };
  return changeScenario(context, input, (current) => publishScenarioBy(current, source.people, by));
}

/** Lets nobody play it any more. */
export const withdrawScenario = (context: Context, input: WithdrawScenarioInput) =>
  changeScenario(context, input, withdrawScenarioFrom);
