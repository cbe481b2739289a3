import type { Context } from '@courtesy/subgraph';
import { present } from '../directory/present.ts';
import type { Resolvers } from '../resolver-types.ts';
import { sitesById } from '../site/site.store.ts';
import { teamsById } from '../team/team.store.ts';
import { answerPulse, openPulse } from './pulse.commands.ts';
import { FEWEST, figuresOf, groupsToShow, type Pulse, type PulseTally } from './pulse.ts';
import { commentsOfPulses, pulsesById, pulsesOfSites, talliesOfPulses, unansweredByMe } from './pulse.store.ts';

/** How many people are behind tallies: each of them answered the first question once. */
const peopleBehind = ({ questions }: Pulse, tallies: readonly PulseTally[]): number =>
  tallies.filter(({ question }) => question === questions[0]?.key).reduce((sum, { answers }) => sum + answers, 0);

/** What came of a pulse by team, as far as it may be shown. */
async function groupsOf(pulse: Pulse, tallies: readonly PulseTally[], context: Context) {
  const groups = [...Map.groupBy(tallies, ({ teamId }) => teamId)].map(([teamId, of]) => ({
    ...{ teamId, of, answers: peopleBehind(pulse, of) },
  }));
  const shown = groupsToShow(groups).map(async ({ teamId, of, answers }) => {
    const team = teamId && (await context.load(teamsById, teamId, undefined));
    const figures = figuresOf(pulse, of);
    return team && figures ? [{ team, answered: answers, figures: [...figures] }] : [];
  });
  return (await Promise.all(shown)).flat();
}

/** What came of a pulse; null until it is closed, and with too few answers. */
async function resultOf(pulse: Pulse, context: Context) {
  if (!pulse.closedAt) return null;
  const tallies = (await context.load(talliesOfPulses, pulse.id, undefined)) ?? [];
  const answered = peopleBehind(pulse, tallies);
  const figures = figuresOf(pulse, tallies);
  if (answered < FEWEST || !figures) return null;
  const comments = (await context.load(commentsOfPulses, pulse.id, undefined)) ?? [];
  return {
    ...{ answered, figures: [...figures], groups: await groupsOf(pulse, tallies, context) },
    comments: comments.map(({ text }) => text),
  };
}

/** How the SDL of pulses maps to functions. */
export const pulseResolvers: Resolvers = {
  Query: { pulse: (_, { id }, context) => context.load(pulsesById, id, undefined) },
  Mutation: {
    openPulse: (_, { input }, context) => openPulse(context, input),
    answerPulse: (_, { input }, context) => answerPulse(context, input),
  },
  Site: { pulses: ({ id }, args, context) => present(context.load(pulsesOfSites, id, args), id) },
  Pulse: {
    __resolveReference: ({ id }, context) => context.load(pulsesById, id, undefined),
    site: ({ siteId }, _, context) => present(context.load(sitesById, siteId, undefined), siteId),
    team: ({ teamId }, _, context) => (teamId ? context.load(teamsById, teamId, undefined) : null),
    questions: ({ questions }) => [...questions],
    isClosed: ({ closedAt }) => closedAt !== null,
    isForMe: async (pulse, _, context) =>
      pulse.closesAt > context.now() && ((await context.load(unansweredByMe, pulse.id, undefined)) ?? false),
    result: (pulse, _, context) => resultOf(pulse, context),
  },
  PulseFigure: { counts: ({ counts }) => [...counts] },
  TooFewToAsk: {
    message: ({ people }) =>
      `${people} ${people === 1 ? 'person works' : 'people work'} there; with fewer than ${FEWEST} each could be told by what they say. Ask the whole site.`,
  },
  PulseAnsweredAlready: { message: () => 'You have answered; each person answers once.' },
  PulseIsOver: { message: ({ pulse }) => `It could be answered until ${pulse.closesAt.toISOString()}.` },
};
