import type { ComplaintRules } from '@courtesy/kernel';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, givenCase, manager, someId, type World } from './cases-world.ts';
import { policyTells } from './policy-feed.ts';

const element = (key: string, outcomes: readonly string[] = []) => ({
  ...{ key, mustContain: `It says ${key}.`, outcomes, onlyFor: [], notFor: [], basis: null },
});
const letter = (kind: string, stages: readonly string[], ...elements: readonly object[]) => ({
  ...{ kind, name: kind.toLowerCase(), stages, elements },
});
const clock = (key: string, stage: string, [startsOn, length]: readonly [string, number], rest: object) => ({
  ...{ key, name: key, stage, startsOn, limit: { length, unit: 'BUSINESS_DAYS' }, dayOne: 'DAY_AFTER' },
  ...{ stoppedBy: [], extension: null, onlyFor: [], notFor: [], basis: null, ...rest },
});
const longer = (length: number, countsFrom: string) => ({
  extension: { limit: { length, unit: 'BUSINESS_DAYS' }, countsFrom, basis: null },
});

const common = {
  ...{ jurisdiction: 'England', timeZone: 'Europe/London', notice: 'Review with your adviser.', sources: [] },
  calendar: {
    ...{ name: 'England', weekdays: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'], holidays: null },
    closedDays: ['2026-04-03', '2026-04-06', '2026-05-04', '2026-05-25'].map((date) => ({ date, name: 'Holiday' })),
    ...{ knownFrom: '2026-01-01', knownUntil: '2026-12-31' },
  },
  kinds: [{ key: 'payments', name: 'Payments', description: null }],
  categories: [{ key: 'repairs', name: 'Repairs', description: null }],
  referral: {
    ...{ name: 'The Ombudsman', url: 'https://ombudsman.example', address: null, basis: null },
    limit: { length: 12, unit: 'MONTHS' },
  },
  notes: [],
};

/** Two stages decided by different people; whoever is turned down at the first is looked at twice. */
export const twoStages = {
  ...common,
  stages: [
    {
      ...{ key: 'one', name: 'Stage 1', decidesApartFrom: [], endedBy: ['STAGE_RESPONSE'] },
      ...{ checkedOutcomes: ['NOT_UPHELD'], basis: null },
    },
    { key: 'two', name: 'Stage 2', decidesApartFrom: ['one'], endedBy: ['FINAL_RESPONSE'], basis: null },
  ],
  clocks: [
    clock('one-acknowledgement', 'one', ['RECEIVED', 5], { stoppedBy: ['ACKNOWLEDGEMENT'] }),
    clock('one-response', 'one', ['ACKNOWLEDGED', 10], { stoppedBy: ['STAGE_RESPONSE'], ...longer(10, 'DUE') }),
    clock('two-response', 'two', ['STAGE_OPENED', 20], { stoppedBy: ['FINAL_RESPONSE'] }),
  ],
  letters: [
    letter('ACKNOWLEDGEMENT', [], element('received')),
    letter('HOLDING', [], element('delay')),
    letter('STAGE_RESPONSE', ['one'], element('decision'), element('reasons', ['NOT_UPHELD', 'PARTLY_UPHELD'])),
    letter('FINAL_RESPONSE', ['two'], element('decision'), element('adr')),
  ],
} as unknown as ComplaintRules;

/** One stage that a summary resolution may end within three days. */
export const oneStage = {
  ...common,
  stages: [
    {
      ...{ key: 'only', name: 'Response', decidesApartFrom: [], basis: null },
      endedBy: ['SUMMARY_RESOLUTION', 'FINAL_RESPONSE'],
    },
  ],
  clocks: [
    clock('summary', 'only', ['RECEIVED', 3], { stoppedBy: ['SUMMARY_RESOLUTION'] }),
    clock('response', 'only', ['RECEIVED', 15], {
      ...{ stoppedBy: ['SUMMARY_RESOLUTION', 'FINAL_RESPONSE'], ...longer(35, 'START') },
    }),
  ],
  letters: [
    letter('ACKNOWLEDGEMENT', [], element('received')),
    letter('HOLDING', [], element('delay')),
    letter('SUMMARY_RESOLUTION', [], element('resolved')),
    letter('FINAL_RESPONSE', [], element('decision'), element('adr')),
  ],
} as unknown as ComplaintRules;

/** Policy approves a version of a regime. Returns the regime's id. */
export async function givenRegime(world: World, rules: ComplaintRules, data: object = {}): Promise<string> {
  const regimeId = someId('crg');
  await policyTells(world.service.database, {
    ...{ type: 'courtesy.complaint-regime.approved.v1', subject: someId('crgv') },
    data: {
      ...{ regimeId, name: 'Housing', pack: null, number: 1, approverId: null },
      ...{ effectiveFrom: '2020-01-01T00:00:00.000Z', effectiveUntil: null, rules, ...data },
    },
  });
  return regimeId;
}

/** Somebody who handles complaints, and is somebody else each time. */
export const somebody = (): Actor => {
  const personId = someId('pers');
  return caller('MANAGER', { reach: 'ALL', personId, subject: `user-${personId}` });
};

const COMPLAINT = `complaint { id status stage version awaitsCheck allowed deadlines { kind dueOn metAt state } remedialActions { id status } }`;
const FIELDS: Readonly<Record<string, string>> = {
  registerComplaint: `... on ComplaintRegistered { ${COMPLAINT} } ... on ComplaintAlreadyRegistered { complaint { id } } ... on RegimeUndecided { regimes { id } }`,
  ruleOnEligibility: `... on EligibilityRuled { ${COMPLAINT} }`,
  acknowledgeComplaint: `... on ComplaintAcknowledged { ${COMPLAINT} } ... on LetterElementMissing { elements { key } }`,
  beginInvestigation: `... on InvestigationBegun { ${COMPLAINT} }`,
  decideComplaint: `... on ComplaintDecided { ${COMPLAINT} } ... on SameDecider { stage { key } earlierStage { key } decider { id } }`,
  checkDecision: `... on DecisionChecked { ${COMPLAINT} }`,
  issueHoldingResponse: `... on HoldingResponseIssued { ${COMPLAINT} }`,
  issueResponse: `... on ResponseIssued { ${COMPLAINT} remedialActions { id status dueOn } } ... on LetterElementMissing { elements { key } }
    ... on SummaryResolutionTooLate { dueOn } ... on GuardFailed { failures { kind } }`,
  escalateToNextStage: `... on ComplaintEscalated { ${COMPLAINT} }`,
  referComplaint: `... on ComplaintReferred { ${COMPLAINT} referral { name until } }`,
  closeComplaint: `... on ComplaintClosed { ${COMPLAINT} } ... on RemedialActionsOpen { remedialActions { id } }`,
  completeRemedialAction: `... on RemedialActionCompleted { remedialAction { id status evidence } }`,
  waiveRemedialAction: `... on RemedialActionWaived { remedialAction { id status evidence } }`,
};

/** What specs look at of a complaint. */
export interface SeenComplaint {
  readonly id: string;
  readonly status: string;
  readonly stage: string;
  readonly version: number;
  readonly awaitsCheck: boolean;
  readonly allowed: string[];
  readonly deadlines: { kind: string; dueOn: string; metAt: string | null; state: string }[];
}

/** What specs look at of a result. */
export interface ComplaintResult {
  readonly __typename: string;
  readonly message?: string;
  readonly complaint: SeenComplaint;
  readonly remedialActions: { readonly id: string }[];
}

/** Runs a mutation about a complaint and returns its result, a refusal too. */
export async function act(world: World, verb: string, input: object, actor: Actor = manager): Promise<ComplaintResult> {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input!`;
  const refused = `... on UserError { message code ... on InvalidInput { problems { path message } } ... on IllegalComplaintTransition { from verb allowed } }`;
  const query = `mutation ($input: ${type}) { result: ${verb}(input: $input) { __typename ${refused} ${FIELDS[verb]} } }`;
  return (await ask<{ result: ComplaintResult }>(world, query, { input }, actor)).result;
}

/** A letter with a sentence for each of these elements. */
export const letterWith = (...elements: readonly string[]) => {
  const passages = elements.map((each) => ({ element: each, passage: `We say ${each}.` }));
  return { body: `Dear customer,\n${passages.map(({ passage }) => passage).join('\n')}`, elements: passages };
};

/** A complaint registered on a case of its own. */
export async function givenComplaint(
  world: World,
  input: object = {},
  opened: Record<string, unknown> = {},
): Promise<SeenComplaint & { readonly caseId: string }> {
  const { id: caseId } = await givenCase(world, opened);
  const { complaint, ...rest } = await act(world, 'registerComplaint', { caseId, ...input });
  if (!complaint) throw new Error(JSON.stringify(rest));
  return { ...complaint, caseId };
}
