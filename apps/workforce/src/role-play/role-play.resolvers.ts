import type { Context } from '@courtesy/subgraph';
import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import { percentOf, scoreOf, shownRatings } from '../quality-review/rating.ts';
import type { Resolvers } from '../resolver-types.ts';
import { scenariosById } from '../scenario/scenario.store.ts';
import { criteriaFor } from '../scorecard/scorecard.resolvers.ts';
import { answerRolePlay, keepBestAnswer, scoreRolePlay, shareRolePlay, startRolePlay } from './role-play.commands.ts';
import type { NotYourRolePlay, RolePlaySession } from './role-play.ts';
import { bestOfScenarios, rolePlaysById, rolePlaysOfPeople } from './role-play.store.ts';

const personOf = (id: string, context: Context) => present(context.load(peopleById, id, undefined), id);
const scenarioOf = (id: string, context: Context) => present(context.load(scenariosById, id, undefined), id);

/** The criteria by which a role-play is scored: those of the version that its scenario names. */
const criteriaOfPlay = async ({ scenarioId }: RolePlaySession, context: Context) =>
  criteriaFor((await scenarioOf(scenarioId, context)).scorecardVersionId, context);

/** What a role-play comes to; null while it is not scored, and when nothing was applicable. */
async function shareOfPlay(session: RolePlaySession, context: Context) {
  return session.ratings && scoreOf(await criteriaOfPlay(session, context), session.ratings).share;
}

const scored = async (session: RolePlaySession, context: Context) => {
  const share = await shareOfPlay(session, context);
  return share && percentOf(share);
};

/** The best answers of a scenario, those with the highest score first. */
async function bestAnswers(scenarioId: string, context: Context) {
  const kept = (await context.load(bestOfScenarios, scenarioId, undefined)) ?? [];
  const shares = await Promise.all(
    kept.map(async (session) => ({ session, share: await shareOfPlay(session, context) })),
  );
  const worth = ({ share }: (typeof shares)[number]) => (share ? share.part / share.whole : 0);
  return shares.toSorted((a, b) => worth(b) - worth(a)).map(({ session }) => session);
}

const whoDoes: Readonly<Record<NotYourRolePlay['whose'], string>> = {
  PLAYER: 'whoever plays',
  ANOTHER: 'somebody who did not play it',
};

/** How the SDL of role-plays maps to functions. */
export const rolePlayResolvers: Resolvers = {
  Query: { rolePlay: (_, { id }, context) => context.load(rolePlaysById, id, undefined) },
  Mutation: {
    startRolePlay: (_, { input }, context) => startRolePlay(context, input),
    answerRolePlay: (_, { input }, context) => answerRolePlay(context, input),
    shareRolePlay: (_, { input }, context) => shareRolePlay(context, input),
    scoreRolePlay: (_, { input }, context) => scoreRolePlay(context, input),
    keepBestAnswer: (_, { input }, context) => keepBestAnswer(context, input),
  },
  RolePlaySession: {
    __resolveReference: ({ id }, context) => context.load(rolePlaysById, id, undefined),
    scenario: ({ scenarioId }, _, context) => scenarioOf(scenarioId, context),
    player: ({ playerId }, _, context) => personOf(playerId, context),
    reviewer: ({ reviewerId }, _, context) => (reviewerId ? personOf(reviewerId, context) : null),
    score: (session, _, context) => scored(session, context),
    ratings: async (session, _, context) =>
      session.ratings ? shownRatings(await criteriaOfPlay(session, context), session.ratings) : [],
  },
  Scenario: { bestAnswers: ({ id }, _, context) => bestAnswers(id, context) },
  BestAnswer: {
    answer: ({ answer }) => answer ?? '',
    score: (session, _, context) => scored(session, context),
    player: ({ playerId, sharing }, _, context) => (sharing === 'NAMED' ? personOf(playerId, context) : null),
  },
  Person: { rolePlays: ({ id }, args, context) => present(context.load(rolePlaysOfPeople, id, args), id) },
  RolePlayIsElsewhere: { message: ({ session }) => `This role-play stands at ${session.status}.` },
  NotYourRolePlay: { message: ({ whose }) => `This is for ${whoDoes[whose]} to do.` },
  AnswerIsPrivate: { message: () => 'Whoever played does not let others read this answer.' },
  AnswerNotClean: {
    message: ({ findings }) =>
      `The answer tells who somebody is: ${findings.map(({ kind, from }) => `${kind} at ${from}`).join(', ')}.`,
  },
  RolePlayRatingsMissing: {
    message: ({ missing }) => `Rate ${missing.map(({ name }) => name).join(', ')} too.`,
    missing: ({ missing }) => [...missing],
  },
};
