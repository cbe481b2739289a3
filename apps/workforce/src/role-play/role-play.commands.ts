import { invalidInput, notFound, staleVersion, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  AnswerRolePlayInput,
  KeepBestAnswerInput,
  ScoreRolePlayInput,
  ShareRolePlayInput,
  StartRolePlayInput,
} from '@courtesy/graph-types/workforce';
import { requirePerson } from '../appraisal/appraisal.commands.ts';
import { findPeople } from '../person/person.store.ts';
import { findScenario } from '../scenario/scenario.store.ts';
import { findCriteria } from '../scorecard/scorecard.store.ts';
import {
  answerWith,
  keep,
  newRolePlay,
  scoreBy,
  shareAs,
  type RolePlayHand,
  type RolePlaySession,
} from './role-play.ts';
import { addRolePlay, lockRolePlay, saveRolePlay } from './role-play.store.ts';

/** What others are told of a role-play: whose, and where it stands; never a word of it. */
const rolePlayEvent = (session: RolePlaySession, time: Date): NewEvent => ({
  ...{ type: 'courtesy.role-play.changed.v1', subject: session.id, sequence: session.version, time },
  data: {
    ...{ scenarioId: session.scenarioId, playerId: session.playerId, reviewerId: session.reviewerId },
    ...{ status: session.status, sharing: session.sharing, isBest: session.isBest },
  },
});

const nobody = (path: string) => invalidInput([{ path, message: 'is for people, and the caller is none' }]);

/** Plays a scenario. */
export async function startRolePlay(context: Context, input: StartRolePlayInput) {
  const { actor } = context;
  const { personId } = actor;
  if (!personId) return nobody('scenarioId');
  const at = context.now();
  const request = { key: input.idempotencyKey, operation: 'startRolePlay', subject: actor.subject, input, now: at };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const scenario = await findScenario(tx.manager, actor, input.scenarioId);
      if (!scenario) return notFound(input.scenarioId);
      if (scenario.status !== 'PUBLISHED') return { type: 'ScenarioIsElsewhere' as const, scenario };
      const session = newRolePlay(context.newId('rply'), scenario, { personId, at });
      await addRolePlay(tx.manager, session);
      tx.emit(rolePlayEvent(session, at));
      return { type: 'RolePlayStarted' as const, session };
    }),
  );
}

interface RolePlayRequest {
  readonly rolePlayId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** The one way of a change: lock, let the domain decide, save, announce. */
function changeRolePlay<O extends { readonly type: string; readonly session?: RolePlaySession }>(
  context: Context,
  { rolePlayId, expectedVersion }: RolePlayRequest,
  decide: (current: RolePlaySession, by: RolePlayHand, tx: Transaction) => O | Promise<O>,
): Promise<O | NotFound | StaleVersion<RolePlaySession>> {
  return context.db.transaction(async (tx) => {
    const current = await lockRolePlay(tx.manager, context.actor, rolePlayId);
    if (!current) return notFound(rolePlayId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const at = context.now();
    const outcome = await decide(current, { personId: context.actor.personId ?? '', at }, tx);
    const { session } = outcome;
    if (!session || session.version === current.version) return outcome;
    await saveRolePlay(tx.manager, session);
    tx.emit(rolePlayEvent(session, at));
    return outcome;
  });
}

/** Answers as the player. */
export const answerRolePlay = (context: Context, input: AnswerRolePlayInput) =>
  changeRolePlay(context, input, (current, by) =>
    answerWith(current, { answer: input.answer, sharing: input.sharing ?? 'PRIVATE' }, by),
  );

/** Says who may read one's answer. */
export const shareRolePlay = (context: Context, input: ShareRolePlayInput) =>
  changeRolePlay(context, input, (current, by) => shareAs(current, input.sharing, by));

/** Lets whoever sees all of the player go on. Throws FORBIDDEN otherwise. */
async function requirePlayer(context: Context, tx: Transaction, { playerId }: RolePlaySession): Promise<void> {
  const player = (await findPeople(tx.manager, [playerId])).get(playerId);
  if (player) await requirePerson(context, tx, player);
}

/** Scores an answer by the scorecard of its scenario. */
export async function scoreRolePlay(context: Context, input: ScoreRolePlayInput) {
  if (!context.actor.personId) return nobody('rolePlayId');
  return changeRolePlay(context, input, async (current, by, tx) => {
    if (by.personId !== current.playerId) await requirePlayer(context, tx, current);
    const scenario = await findScenario(tx.manager, context.actor, current.scenarioId);
    const criteria = await findCriteria(tx.manager, scenario ? [scenario.scorecardVersionId] : []);
    return scoreBy(current, { criteria, ratings: input.ratings, comment: input.comment }, by);
  });
}

/** Keeps a scored answer as one of the best. */
export async function keepBestAnswer(context: Context, input: KeepBestAnswerInput) {
  if (!context.actor.personId) return nobody('rolePlayId');
  return changeRolePlay(context, input, async (current, by, tx) => {
    if (by.personId !== current.playerId) await requirePlayer(context, tx, current);
    return keep(current, by);
  });
}
