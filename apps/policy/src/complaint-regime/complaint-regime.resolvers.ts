import { deadlines, isIdOf, referralUntil, type ComplaintDates } from '@courtesy/kernel';
import { BadInput } from '@courtesy/persistence';
import { nestedPage, type Context } from '@courtesy/subgraph';
import { regimePacks } from '../regime-packs.ts';
import type { Resolvers } from '../resolver-types.ts';
import { approveComplaintRegimeVersion, withdrawComplaintRegimeVersion } from './approving.commands.ts';
import { effectiveUntil } from '../policy/policy-version.ts';
import { regimeStateOf, type ComplaintRegimeVersion } from './complaint-regime-version.ts';
import { draftComplaintRegimeVersion, installRegimePack } from './complaint-regime.commands.ts';
import {
  listRegimes,
  regimesById,
  regimesByPack,
  regimeSuccessors,
  regimeVersionPages,
  regimeVersionsAt,
  regimeVersionsById,
} from './complaint-regime.store.ts';
import { factsOf, failuresOf, faultOfKeys, faultOfLetter } from './letter-check.ts';
import { endOfDay, faultOfDates, reasonOf, sourceOf } from './regime-deadline.ts';

const successorOf = ({ id, effectiveFrom }: ComplaintRegimeVersion, context: Context) =>
  effectiveFrom ? context.load(regimeSuccessors, id, undefined) : null;

const refuse = (fault: string | null): void => {
  if (fault !== null) throw new BadInput(fault);
};

function deadlinesOf({ rules }: ComplaintRegimeVersion, dates: ComplaintDates) {
  refuse(faultOfKeys(rules, { kinds: dates.kinds, stages: dates.stages.map(({ stage }) => stage) }));
  refuse(faultOfDates(dates, rules.stages[0]?.key ?? ''));
  return deadlines(rules, dates).map((each) => ({ ...each, rules }));
}

/** How the SDL of complaint regimes maps to functions. */
export const complaintRegimeResolvers: Resolvers = {
  Query: {
    complaintRegime: (_, { id }, context) => context.load(regimesById, id, undefined),
    complaintRegimes: (_, args, { db }) => listRegimes(db.manager, args),
    complaintRegimeVersion: (_, { id }, context) => context.load(regimeVersionsById, id, undefined),
    regimePacks: () =>
      regimePacks().map(({ pack, name, rules: { jurisdiction, notice, sources } }) => ({
        pack,
        name,
        jurisdiction,
        notice,
        sources,
      })),
  },
  Mutation: {
    installRegimePack: (_, { input }, context) => installRegimePack(context, input),
    draftComplaintRegimeVersion: (_, { input }, context) => draftComplaintRegimeVersion(context, input),
    approveComplaintRegimeVersion: (_, { input }, context) => approveComplaintRegimeVersion(context, input),
    withdrawComplaintRegimeVersion: (_, { input }, context) => withdrawComplaintRegimeVersion(context, input),
  },
  RegimePack: { installed: ({ pack }, _, context) => context.load(regimesByPack, pack, undefined) },
  ComplaintRegime: {
    __resolveReference: ({ id }, context) => context.load(regimesById, id, undefined),
    versions: ({ id }, page, context) => nestedPage(context, regimeVersionPages, id, page),
    versionAt: ({ id }, { at }, context) => context.load(regimeVersionsAt, id, { at }),
    current: ({ id }, _, context) => context.load(regimeVersionsAt, id, { at: context.now() }),
  },
  ComplaintRegimeVersion: {
    __resolveReference: ({ id }, context) => context.load(regimeVersionsById, id, undefined),
    regime: async ({ id, regimeId }, _, context) => {
      const regime = await context.load(regimesById, regimeId, undefined);
      if (!regime) throw new Error(`The regime of ${id} is not there`);
      return regime;
    },
    state: async (version, _, context) => regimeStateOf(version, await successorOf(version, context), context.now()),
    author: ({ author }) => (author.personId ? { id: author.personId } : null),
    approver: ({ approver }) => (approver?.personId ? { id: approver.personId } : null),
    effectiveUntil: async (version, _, context) => effectiveUntil(version, await successorOf(version, context)),
    deadlines: (version, { receivedOn, acknowledgedOn, kinds, stages }) =>
      deadlinesOf(version, {
        receivedOn,
        acknowledgedOn: acknowledgedOn ?? null,
        kinds: kinds ?? [],
        stages: (stages ?? []).map((each) => ({ ...each, acknowledgedOn: each.acknowledgedOn ?? null })),
      }),
    referralUntil: ({ rules }, { answeredOn }) => referralUntil(rules, answeredOn)?.date ?? null,
    checkResponse: ({ rules }, { letter }) => {
      const facts = factsOf(letter);
      refuse(faultOfLetter(rules, facts));
      const deciders = [facts.deciderId, ...facts.earlierDeciders.map(({ deciderId }) => deciderId)];
      const stranger = deciders.find((each) => each !== null && !isIdOf('pers', each));
      refuse(stranger == null ? null : `"${stranger}" is not the id of a person.`);
      return failuresOf(rules, facts);
    },
  },
  RegimeDeadline: {
    dueOn: ({ due }) => due?.date ?? null,
    dueBy: ({ rules, due }) => endOfDay(rules, due?.date),
    extendedDueOn: ({ extended }) => extended?.date ?? null,
    extendedDueBy: ({ rules, extended }) => endOfDay(rules, extended?.date),
    skipped: ({ due }) => due?.skipped ?? [],
    reason: (deadline) => reasonOf(deadline),
    source: (deadline) => sourceOf(deadline),
  },
  RegimeStage: { checkedOutcomes: ({ checkedOutcomes }) => checkedOutcomes ?? [] },
  LetterFailure: { __resolveType: ({ type }) => type },
  LetterElementMissing: {
    message: ({ letter, element }) => `The letter "${letter.name}" must contain ${element.key}: ${element.mustContain}`,
  },
  SameDecider: {
    message: ({ stage, earlierStage }) =>
      `Whoever decided "${earlierStage.name}" does not decide "${stage.name}". Ask somebody else.`,
    decider: ({ deciderId }) => ({ id: deciderId }),
  },
  DeciderUnknown: { message: ({ stage }) => `Nobody said who decided "${stage.name}". Name the person.` },
  OutcomeUnknown: {
    message: ({ letter }) =>
      `What the letter "${letter.name}" must contain depends on the outcome. Say what was decided.`,
  },
  LetterNotForeseen: {
    message: ({ stageKey, kind }) =>
      `The regime knows no letter of the kind ${kind.toLowerCase().replaceAll('_', ' ')} in the stage "${stageKey}".`,
  },
  RegimePackUnchanged: {
    message: ({ regimeVersion }) => `Version ${regimeVersion.number} says what the pack does already.`,
  },
  ComplaintRegimeNameTaken: {
    message: ({ regime }) => `Another complaint regime is called "${regime.name}". Choose another name.`,
  },
  RegimeDraftInProgress: {
    message: ({ regimeVersion }) =>
      `Version ${regimeVersion.number} is a draft that awaits approval. Approve it, or withdraw it first.`,
  },
  OverlappingRegimeVersion: {
    message: ({ regimeVersion }) =>
      `Version ${regimeVersion.number} is in effect in that time. Choose dates that leave it alone, or withdraw it.`,
  },
  IllegalRegimeVersionState: {
    message: ({ regimeVersion, state }) =>
      `Version ${regimeVersion.number} is ${state.toLowerCase()}, which does not allow this. Draft a new version instead.`,
  },
};
