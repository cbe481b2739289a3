import { referralUntil } from '@courtesy/kernel';
import { asOfOf, loadAsOf, survivorOf, toldAsOf, type Context } from '@courtesy/subgraph';
import { casesAsOf } from '../case/case.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import {
  acknowledgeComplaint,
  closeComplaint,
  escalateToNextStage,
  issueHoldingResponse,
  issueResponse,
  referComplaint,
} from './answering.commands.ts';
import { deadlinesOf, stateOf, type ComplaintDeadline } from './complaint-deadline.ts';
import { isDecision, isLetter, type ComplaintStep } from './complaint-step.ts';
import { allowedVerbs, type Complaint, type KnownComplaint } from './complaint.ts';
import {
  complaintsAsOf,
  complaintsById,
  deadlinesOfComplaints,
  listDue,
  listForReview,
  regimeVersionsById,
  stepsKnownThen,
  stepsOfComplaints,
} from './complaint.store.ts';
import { beginInvestigation, checkDecision, decideComplaint } from './deciding.commands.ts';
import { registerComplaint, ruleOnEligibility } from './registering.commands.ts';

const asReference = (id: string | null) => (id ? { id } : null);
const wordsOf = (constant: string) => constant.toLowerCase().replaceAll('_', ' ');

async function regimeOf({ regimeVersionId }: Complaint, context: Context) {
  const regime = await context.load(regimeVersionsById, regimeVersionId, undefined);
  if (!regime) throw new Error(`The regime version ${regimeVersionId} is not among the copies`);
  return regime;
}

async function stepsOf(complaint: Complaint, context: Context): Promise<readonly ComplaintStep[]> {
  const at = asOfOf(complaint);
  const loading = at
    ? context.load(stepsKnownThen, complaint.id, { at: at.toISOString() })
    : context.load(stepsOfComplaints, complaint.id, undefined);
  return (await loading) ?? [];
}

/** Deadlines are kept as they stand; as they stood they follow from the steps of then. */
async function deadlinesAsOf(complaint: Complaint, context: Context): Promise<readonly ComplaintDeadline[]> {
  const at = asOfOf(complaint);
  if (!at) return (await context.load(deadlinesOfComplaints, complaint.id, undefined)) ?? [];
  return deadlinesOf(await knownOf(complaint, context)).map((each) => toldAsOf(each, at));
}

async function knownOf(complaint: Complaint, context: Context): Promise<KnownComplaint> {
  const [{ rules }, steps] = await Promise.all([regimeOf(complaint, context), stepsOf(complaint, context)]);
  return { complaint, rules, steps };
}

async function referralOf(complaint: Complaint, context: Context) {
  const { rules, steps } = await knownOf(complaint, context);
  if (!rules.referral) return null;
  const { name, url, address } = rules.referral;
  const answered = steps.findLast(({ verb }) => verb === 'RESPOND');
  return { name, url, address, until: answered ? (referralUntil(rules, answered.on)?.date ?? null) : null };
}

/** How the SDL of complaints maps to functions. */
export const complaintResolvers: Resolvers = {
  Query: {
    complaint: (_, { id, asOf }, context) => loadAsOf(context, complaintsAsOf.byId, { id, at: asOf ?? null }),
    complaintsForReview: (_, page, { db, actor }) => listForReview(db.manager, actor, page),
    complaintsDue: (_, { within, ...page }, { db, actor, now }) => {
      const before = within == null ? null : new Date(now().getTime() + within);
      return listDue(db.manager, actor, { ...page, now: now(), before });
    },
  },
  Mutation: {
    registerComplaint: (_, { input }, context) => registerComplaint(context, input),
    ruleOnEligibility: (_, { input }, context) => ruleOnEligibility(context, input),
    acknowledgeComplaint: (_, { input }, context) => acknowledgeComplaint(context, input),
    beginInvestigation: (_, { input }, context) => beginInvestigation(context, input),
    decideComplaint: (_, { input }, context) => decideComplaint(context, input),
    checkDecision: (_, { input }, context) => checkDecision(context, input),
    issueHoldingResponse: (_, { input }, context) => issueHoldingResponse(context, input),
    issueResponse: (_, { input }, context) => issueResponse(context, input),
    escalateToNextStage: (_, { input }, context) => escalateToNextStage(context, input),
    referComplaint: (_, { input }, context) => referComplaint(context, input),
    closeComplaint: (_, { input }, context) => closeComplaint(context, input),
  },
  Case: {
    complaint: (of, _, context) => loadAsOf(context, complaintsAsOf.ofCase, { id: of.id, at: asOfOf(of) }),
  },
  Complaint: {
    __resolveReference: ({ id }, context) => context.load(complaintsById, id, undefined),
    case: async (complaint, _, context) => {
      const about = await loadAsOf(context, casesAsOf, { id: complaint.caseId, at: asOfOf(complaint) });
      if (!about) throw new Error(`The case of ${complaint.id} is not there`);
      return about;
    },
    customer: ({ customerId }, _, context) => survivorOf(context, customerId),
    regime: ({ regimeId }) => ({ id: regimeId }),
    regimeVersion: ({ regimeVersionId }) => ({ id: regimeVersionId }),
    regimeName: async (complaint, _, context) => (await regimeOf(complaint, context)).name,
    eligible: ({ isEligible }) => isEligible,
    awaitsCheck: ({ awaitsCheckSince }) => awaitsCheckSince !== null,
    deadlines: (complaint, _, context) => deadlinesAsOf(complaint, context),
    letters: async (complaint, _, context) => (await stepsOf(complaint, context)).filter(isLetter),
    decisions: async (complaint, _, context) => (await stepsOf(complaint, context)).filter(isDecision),
    steps: (complaint, _, context) => stepsOf(complaint, context),
    referral: (complaint, _, context) => referralOf(complaint, context),
    allowed: async (complaint, _, context) => allowedVerbs(await knownOf(complaint, context)),
  },
  ComplaintDeadline: {
    complaint: async (deadline, _, context) => {
      const { complaintId: id } = deadline;
      const complaint = await loadAsOf(context, complaintsAsOf.byId, { id, at: asOfOf(deadline) });
      if (!complaint) throw new Error(`The complaint ${id} of a deadline is not there`);
      return complaint;
    },
    provisional: ({ isProvisional }) => isProvisional,
    state: (deadline, _, { now }) => stateOf(deadline, asOfOf(deadline) ?? now()),
  },
  ComplaintSteppedEntry: {
    complaint: async ({ complaintId }, _, context) => {
      const complaint = await context.load(complaintsById, complaintId, undefined);
      if (!complaint) throw new Error(`The complaint ${complaintId} of a timeline is not there`);
      return complaint;
    },
  },
  ComplaintLetter: { kind: ({ letterKind }) => letterKind, sentAt: ({ at }) => at },
  ComplaintDecision: {
    reasons: ({ reason }) => reason,
    decider: ({ personId }) => asReference(personId),
    decidedAt: ({ at }) => at,
  },
  ComplaintStep: {
    person: ({ personId }) => asReference(personId),
    letter: (step) => (isLetter(step) ? step : null),
  },
  Redress: {
    amount: ({ amountMinor, currency }) => (amountMinor && currency ? { minor: BigInt(amountMinor), currency } : null),
  },
  ComplaintReferred: {
    referral: async ({ complaint }, _, context) => {
      const referral = await referralOf(complaint, context);
      if (!referral) throw new Error(`${complaint.id} was referred to nobody`);
      return referral;
    },
  },
  IllegalComplaintTransition: {
    message: ({ from, verb, because }) =>
      `A complaint that is ${wordsOf(from)} cannot ${wordsOf(verb)}${because ? `: ${because}` : ''}.`,
    allowed: async ({ complaint }, _, context) => allowedVerbs(await knownOf(complaint, context)),
  },
  ComplaintAlreadyRegistered: { message: () => 'The case has a complaint already.' },
  CaseTakesNoComplaint: {
    message: ({ case: { type, status } }) =>
      type === 'COMPLAINT'
        ? `A case that is ${wordsOf(status)} takes no complaint. Reopen it, or open another.`
        : `A case of the type ${wordsOf(type)} takes no complaint.`,
  },
  RegimeUndecided: {
    message: ({ regimes, named }) =>
      named !== null
        ? `${named} is no complaint regime in effect.`
        : regimes.length === 0
          ? 'No complaint regime is in effect. Ask for one to be approved.'
          : 'More than one complaint regime is in effect. Name one.',
  },
  RegimeStage: { checkedOutcomes: ({ checkedOutcomes }) => checkedOutcomes ?? [] },
  LetterElementMissing: {
    message: ({ letter, elements }) =>
      `The letter "${letter.name}" lacks ${elements.map(({ key, mustContain }) => `${key}: ${mustContain}`).join(' ')}`,
  },
  SameDecider: {
    message: ({ stage, earlierStage }) =>
      `Whoever decided "${earlierStage.name}" does not decide "${stage.name}". Ask somebody else.`,
    decider: ({ deciderId }) => asReference(deciderId),
  },
  LetterNotForeseen: {
    message: ({ stageKey, kind }) =>
      `The regime knows no letter of the kind ${wordsOf(kind)} in the stage "${stageKey}".`,
  },
  SummaryResolutionTooLate: {
    message: ({ dueOn }) => `A summary resolution could be sent until ${dueOn}. Send the ordinary answer.`,
  },
  OwnDecision: { message: () => 'Whoever decided does not check the decision. Ask somebody else.' },
};
