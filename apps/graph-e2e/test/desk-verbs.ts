import type { Chance } from '@courtesy/tools/demo/random.ts';
import { deskCase, type Desk } from './busy-desk.ts';
import { approvePolicy } from './policies.ts';
import { requestRefund, resting } from './refunds.ts';
import type { Watched } from './shadow-log.ts';
import { aKey, must, pounds, run, type Who } from './verbs.ts';

/** Something that may happen at a desk: to what, and how. It answers what came of it, a refusal too. */
export interface Happening {
  readonly touches: readonly Watched[];
  readonly happens: () => Promise<{ readonly __typename: string }>;
}

type Verb = (desk: Desk, chance: Chance) => Happening;

const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

const plain = ({ shop: { world } }: Desk, who: Who, verb: string, input: object) =>
  run(world, who, [verb, ''], input) as Promise<{ readonly __typename: string }>;

/** A verb about one case. */
const ofCase =
  (verb: string, input: (desk: Desk, chance: Chance) => object = () => ({})): Verb =>
  (desk, chance) => {
    const about = chance.one(desk.cases);
    const said = { caseId: about.id, ...input(desk, chance) };
    return { touches: [about], happens: () => plain(desk, desk.shop.managers.author, verb, said) };
  };

const letter = (elements: readonly string[]) => {
  const passages = elements.map((element) => ({ element, passage: `This is what we say of ${element}.` }));
  return { body: passages.map(({ passage }) => passage).join('\n'), elements: passages };
};

/** A verb about the complaint of a case that has one. */
const ofComplaint =
  (verb: string, input: object = {}): Verb =>
  (desk, chance) => {
    const complained = desk.cases.filter(({ complaintId }) => complaintId);
    // Where there is none yet, the first answer of the service is that there is none.
    const about = chance.one(complained.length > 0 ? complained : desk.cases);
    const said = { complaintId: about.complaintId ?? about.id, ...input };
    return { touches: [about], happens: () => plain(desk, desk.shop.managers.author, verb, said) };
  };

const register: Verb = (desk, chance) => {
  const about = chance.one(desk.cases);
  const { world, managers } = desk.shop;
  const fields = '... on ComplaintRegistered { complaint { id } }';
  const input = { idempotencyKey: aKey(), caseId: about.id, regimeId: desk.regimeId, kinds: [] };
  return {
    touches: [about],
    happens: async () => {
      type Registered = { readonly complaint?: { readonly id: string } };
      const result = await run<Registered>(world, managers.author, ['registerComplaint', fields], input);
      if (result.complaint) about.complaintId = result.complaint.id;
      return result;
    },
  };
};

const open: Verb = (desk, chance) => {
  const { customer, bought } = chance.one(desk.cases);
  const { world, place, managers } = desk.shop;
  const matter = { type: 'COMPLAINT', channel: 'PHONE', subject: 'Another matter', customerId: customer.id };
  return {
    touches: [],
    happens: async () => {
      const since = Date.now();
      const opened = await must<{ case: { id: string }; __typename: string }>(
        ...[world, managers.author, ['openCase', 'CaseOpened', 'case { id }'] as const],
        { ...matter, idempotencyKey: aKey(), siteId: place.siteId, teamId: place.teamId },
      );
      const about = deskCase(opened.case.id, { customer, bought });
      await desk.log.watch(about, since);
      desk.cases.push(about);
      return opened;
    },
  };
};

const refund: Verb = (desk, chance) => {
  const about = chance.one(desk.cases);
  const amount = `${chance.whole(5, 400)}.00`;
  return {
    touches: [about, desk.line],
    happens: async () => {
      const result = await requestRefund(desk.shop, { caseId: about.id, bought: about.bought, amount });
      if (result.refund) await resting(desk.shop.world, result.refund.id);
      return result;
    },
  };
};

const award: Verb = (desk, chance) => {
  const about = chance.one(desk.cases);
  const { world, agent, schemeId } = desk.shop;
  const heads = [
    { head: 'GOODWILL', band: 'GESTURE', amount: pounds(`${chance.whole(5, 18)}.00`), basis: 'EX_GRATIA' },
  ];
  const input = { idempotencyKey: aKey(), caseId: about.id, schemeId, reason: 'A spoiled day', heads };
  return {
    touches: [about],
    happens: async () => {
      type Asked = { readonly award?: { readonly id: string } };
      const fields = '... on AwardRequested { award { id } }';
      const payBy = { means: 'BANK_TRANSFER', reference: null };
      const result = await run<Asked>(world, agent, ['awardCompensation', fields], { ...input, payBy });
      if (result.award) await resting(world, result.award.id);
      return result;
    },
  };
};

/** A verb about one customer. */
const ofCustomer =
  (verb: string, input: (chance: Chance, desk: Desk) => object = () => ({})): Verb =>
  (desk, chance) => {
    const about = chance.one(desk.customers);
    const said = { customerId: about.id, ...input(chance, desk) };
    return { touches: [about], happens: () => plain(desk, desk.shop.managers.author, verb, said) };
  };

const consent = (chance: Chance) => ({
  ...{ purpose: chance.one(['MARKETING', 'RESEARCH']), channel: chance.one(['PHONE', 'EMAIL']) },
  evidence: { how: 'ONLINE', wordingVersion: '2026-1' },
});
const vulnerability = (chance: Chance) => ({
  ...{ driver: chance.one(['HEALTH', 'RESILIENCE']), need: 'Large print', adjustments: ['LARGE_PRINT'] },
  ...{ disclosedBy: 'CUSTOMER', basis: 'EXPLICIT_CONSENT', reviewBy: tomorrow(), idempotencyKey: aKey() },
});

const skill: Verb = (desk, chance) => {
  const about = chance.one(desk.people);
  const input = { personId: about.id, skillId: chance.one(desk.skills), level: chance.whole(1, 5) };
  return { touches: [about], happens: () => plain(desk, desk.shop.managers.author, 'recogniseSkill', input) };
};

const authority: Verb = (desk, chance) => {
  const about = chance.one(desk.people);
  const limits = { perCase: pounds(`${chance.whole(20, 90)}.00`), timeZone: 'Europe/London' };
  const input = { idempotencyKey: aKey(), holder: { personId: about.id }, decisionType: 'GOODWILL', ...limits };
  return { touches: [about], happens: () => plain(desk, desk.shop.managers.approver, 'grantAuthority', input) };
};

const wording: Verb = (desk, chance) => {
  const { world, managers } = desk.shop;
  const clauses = [{ anchor: 'window', text: `We refund within ${chance.whole(10, 90)} days.` }];
  return {
    touches: [desk.policy],
    happens: async () => {
      const drafted = ['draftPolicyVersion', 'PolicyVersionDrafted', 'policyVersion { id }'] as const;
      const input = { idempotencyKey: aKey(), policyId: desk.policy.id, clauses };
      const draft = await must<{ policyVersion: { id: string }; __typename: string }>(
        ...[world, managers.author, drafted, input],
      );
      await approvePolicy(world, managers, draft.policyVersion.id);
      return draft;
    },
  };
};

/** A verb about the budget line. */
const ofLine =
  (verb: string, input: (chance: Chance) => object): Verb =>
  (desk, chance) => {
    const said = { lineId: desk.line.id, because: 'It turned out so', ...input(chance) };
    return { touches: [desk.line], happens: () => plain(desk, desk.shop.managers.author, verb, said) };
  };

/** What happens at a desk, and how often. */
export const deskVerbs: readonly (readonly [Verb, number])[] = [
  [ofCase('startCase'), 6],
  [ofCase('awaitCustomer', () => ({ reason: 'Which kettle?' })), 3],
  [ofCase('awaitThirdParty', () => ({ reason: 'The maker looks at it' })), 2],
  [ofCase('assignCase', ({ people }, chance) => ({ assigneeId: chance.one(people).id })), 4],
  [ofCase('prioritiseCase', (_, chance) => ({ priority: chance.one(['LOW', 'NORMAL', 'URGENT']), reason: 'So' })), 4],
  [ofCase('resolveCase', () => ({ outcome: 'EXPLANATION' })), 3],
  [ofCase('reopenCase', () => ({ reason: 'It leaks again' })), 3],
  [ofCase('closeCase'), 1],
  [ofCase('recordDispute', (_, chance) => ({ disputed: chance.happens(0.5) })), 2],
  [
    ofCase('logInteraction', ({ people: [first] }, chance) => ({
      ...{ channel: 'PHONE', direction: chance.one(['INBOUND', 'OUTBOUND']), personId: first?.id, body: 'The kettle' },
    })),
    6,
  ],
  [
    ofCase('attributeCause', ({ causes }, chance) => ({
      ...{ causeId: chance.one(causes), because: 'The customer says so' },
    })),
    3,
  ],
  [open, 2],
  [register, 4],
  [ofComplaint('ruleOnEligibility', { eligible: true }), 2],
  [ofComplaint('acknowledgeComplaint', { letter: letter(['received', 'time-limit']) }), 4],
  [ofComplaint('beginInvestigation'), 3],
  [ofComplaint('decideComplaint', { outcome: 'UPHELD', reasons: 'It leaks.' }), 2],
  [refund, 3],
  [award, 2],
  [ofCustomer('assignCustomerTier', (chance, { tiers }) => ({ tierId: chance.one(tiers) })), 4],
  [ofCustomer('endCustomerTier'), 1],
  [ofCustomer('assignOwner', (chance, { people }) => ({ personId: chance.one(people).id })), 2],
  [ofCustomer('recordConsent', consent), 3],
  [ofCustomer('withdrawConsent', consent), 3],
  [ofCustomer('recordVulnerability', vulnerability), 3],
  [ofCustomer('recordPreferences', (chance) => ({ doNotContact: chance.happens(0.5), pronouns: 'they' })), 3],
  [skill, 5],
  [authority, 3],
  [wording, 3],
  [
    ofLine('correctBudgetLine', (chance) => ({ idempotencyKey: aKey(), amount: pounds(`${chance.whole(1, 90)}.00`) })),
    4,
  ],
  [
    ofLine('reviseBudgetLine', (chance) => ({
      ...{ planned: pounds(`${chance.whole(15, 30)}000.00`), control: chance.one(['WARN', 'STOP']) },
      thresholdPercent: chance.whole(10, 90),
    })),
    3,
  ],
];
