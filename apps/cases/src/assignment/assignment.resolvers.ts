import { nestedPage, type Context } from '@courtesy/subgraph';
import { casesById } from '../case/case.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { routingQueuesById } from '../routing-queue/routing-queue.store.ts';
import { skillNamed } from '../routing-queue/routing-queue.resolvers.ts';
import { acceptAssignment, declineAssignment, offerNext } from './assignment.commands.ts';
import {
  assignmentsById,
  assignmentsOfCases,
  offeredCasesById,
  offersOfPersons,
  replaysOf,
  roundsById,
} from './assignment.store.ts';
import {
  decodeVerdicts,
  isWithdrawal,
  type Assignment,
  type AssignmentCandidate,
  type NothingCause,
} from './assignment.ts';

const causes: Readonly<Record<NothingCause, string>> = {
  NOTHING_WAITS: 'No case waits for anybody.',
  NO_QUEUE: 'No routing queue is for this team.',
  NOT_AN_AGENT: 'Cases are offered to agents only.',
  IN_ANOTHER_TEAM: 'What waits is for other teams.',
  NOT_YET_OVERFLOWING: 'What waits is for another team for now.',
  ON_LEAVE: 'Whoever is on leave is offered nothing.',
  OFF_SHIFT: 'Whoever works no shift just now is offered nothing.',
  ON_BREAK: 'Whoever takes a break is offered nothing.',
  NOT_AVAILABLE: 'Only who is available is offered work.',
  DID_NOT_ASK: 'Only who asks is offered work.',
  LACKS_SKILL: 'What waits needs a skill that is missing.',
  LACKS_PREFERRED_SKILL: 'What waits is kept for somebody with another skill for now.',
  DECLINED_IT: 'What waits was declined a short while ago.',
  ON_EXCLUSIVE_WORK: 'A case in hand takes the whole capacity.',
  NO_CAPACITY: 'What is in hand leaves no room for more.',
  PASSED_OVER: 'Others go first, and what waited went to them.',
};

async function candidatesOf(offer: Assignment, context: Context): Promise<AssignmentCandidate[]> {
  const round = await context.load(roundsById, offer.roundId, undefined);
  const verdicts = decodeVerdicts(offer.verdicts);
  return (round?.people ?? []).map((person, i) => ({ person, rule: verdicts[i] ?? ('PASSED_OVER' as const) }));
}

/** How the SDL of offers maps to functions. */
export const assignmentResolvers: Resolvers = {
  Mutation: {
    offerNext: (_, { input }, context) => offerNext(context, input),
    acceptAssignment: (_, { input }, context) => acceptAssignment(context, input),
    declineAssignment: (_, { input }, context) => declineAssignment(context, input),
  },
  Case: {
    assignments: ({ id }, page, context) => nestedPage(context, assignmentsOfCases, id, page),
  },
  Person: {
    offers: ({ id }, page, context) => nestedPage(context, offersOfPersons, id, page),
  },
  Assignment: {
    __resolveReference: ({ id }, context) => context.load(assignmentsById, id, undefined),
    case: ({ caseId, personId, status }, _, context) =>
      context.load(
        status === 'OFFERED' && personId === context.actor.personId ? offeredCasesById : casesById,
        caseId,
        undefined,
      ),
    person: ({ personId }) => ({ id: personId }),
    queue: ({ queueId }, _, context) => context.load(routingQueuesById, queueId, undefined),
    declineReason: ({ endReason }) => (isWithdrawal(endReason) ? null : endReason),
    withdrawnBecause: ({ endReason }) => (isWithdrawal(endReason) ? endReason : null),
    reasons: (offer) => offer,
  },
  AssignmentReasons: {
    at: ({ offeredAt }) => offeredAt,
    candidates: (offer, _, context) => candidatesOf(offer, context),
    replay: ({ id }, _, context) => context.load(replaysOf, id, undefined),
  },
  AskedSkill: {
    key: ({ skill }) => skill,
    skill: ({ skill }, _, context) => skillNamed(context, skill),
  },
  AssignmentCandidate: {
    person: ({ person }) => ({ id: person.personId }),
    workingPercent: ({ person }) => person.percent,
    used: ({ person }) => person.used,
    given: ({ person }) => person.given,
    lastGivenAt: ({ person }) => (person.lastGivenAt === null ? null : new Date(person.lastGivenAt)),
  },
  AssignmentReplay: {
    person: ({ personId }) => (personId ? { id: personId } : null),
  },
  NothingToOffer: { message: ({ because }) => causes[because] },
  AssignmentIsOver: {
    message: ({ assignment }) =>
      assignment.status === 'OFFERED'
        ? 'The time to answer this offer is over.'
        : `This offer is ${assignment.status.toLowerCase()}.`,
  },
  AssignmentIsForAnother: { message: () => 'Somebody else is offered this case; only they can answer.' },
};
