import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixedClock } from '@courtesy/testing';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenManagers, type Managers } from '../../test/policies.ts';
import { givenPlace, type Place } from '../../test/stories.ts';
import { aKey, asked, must, run, type Who } from '../../test/verbs.ts';

/** Monday: the packs are approved before the first complaint comes in. */
const clock = fixedClock('2026-03-30T09:00:00.000Z');
const RECEIVED = '2026-04-02T10:00:00.000Z';

let world: GraphWorld;
let place: Place;
let managers: Managers;
const regimes: Record<string, { id: string; versionId: string }> = {};
beforeAll(async () => {
  world = await startGraph({ now: clock });
  place = await givenPlace(world, 'Desk');
  managers = await givenManagers(world, place);
  for (const pack of ['fca-disp', 'housing-ombudsman']) regimes[pack] = await adopt(pack);
  await world.quiet();
  clock.set(RECEIVED);
});
afterAll(() => world?.close());

/** One manager installs a pack, the other approves it. */
async function adopt(pack: string): Promise<{ id: string; versionId: string }> {
  const installing = ['installRegimePack', 'RegimePackInstalled', 'regime { id } regimeVersion { id }'] as const;
  const installed = await must<{ regime: { id: string }; regimeVersion: { id: string } }>(
    ...[world, managers.author, installing, { pack }],
  );
  const approving = ['approveComplaintRegimeVersion', 'ComplaintRegimeVersionApproved', '__typename'] as const;
  await must(world, managers.approver, approving, { regimeVersionId: installed.regimeVersion.id });
  return { id: installed.regime.id, versionId: installed.regimeVersion.id };
}

interface Complaint {
  readonly id: string;
  readonly caseId: string;
  readonly status: string;
  readonly stage: string;
  readonly deadlines: { kind: string; dueOn: string; state: string }[];
}

/** A complaint received on Thursday 2 April 2026, under a regime. */
async function givenComplaint(pack: string, kinds: string[] = []): Promise<Complaint> {
  clock.set(RECEIVED);
  const registering = ['registerCustomer', 'CustomerRegistered', 'customer { id }'] as const;
  const person = { kind: 'PERSON', givenName: 'Sam', familyName: 'Lee' };
  const { customer } = await must<{ customer: { id: string } }>(world, managers.author, registering, person);
  const matter = { type: 'COMPLAINT', channel: 'LETTER', subject: 'It is wrong', customerId: customer.id };
  const opening = ['openCase', 'CaseOpened', 'case { id }'] as const;
  const opened = await must<{ case: { id: string } }>(world, managers.author, opening, matter);
  const registered = await must<{ complaint: Complaint }>(
    world,
    managers.author,
    ['registerComplaint', 'ComplaintRegistered', 'complaint { id status stage deadlines { kind dueOn state } }'],
    { idempotencyKey: aKey(), caseId: opened.case.id, regimeId: regimes[pack]?.id, kinds },
  );
  return { ...registered.complaint, caseId: opened.case.id };
}

const daysOf = ({ deadlines }: Pick<Complaint, 'deadlines'>) =>
  Object.fromEntries(deadlines.map(({ kind, dueOn }) => [kind, dueOn]));

const sentences: Readonly<Record<string, string>> = {
  received: 'We have your complaint and look into it.',
  definition: 'You told us that the boiler has not worked since March, and you want it mended.',
  'time-limit': 'You will have our answer in time.',
  decision: 'We have looked at what you told us. We do not agree with your complaint.',
  reasons: 'Our notes show that we called on the day we said.',
  adr: 'You can ask the ombudsman to look at this. It is free.',
  'time-limit-waiver': 'You have six months to do so.',
  leaflet: 'Its leaflet comes with this letter.',
  'adr-website': 'You can also find it at www.financial-ombudsman.org.uk.',
  stage: 'This letter ends the first stage.',
  remedy: 'We will pay for the heater you bought.',
  'outstanding-actions': 'The plumber comes on 30 April.',
  'next-stage': 'If you are not satisfied, write to us, and somebody else looks at it.',
};

const letterOf = (...keys: readonly string[]) => {
  const elements = keys.map((element) => ({ element, passage: sentences[element] ?? '' }));
  return { body: `Dear Sam Lee,\n\n${elements.map(({ passage }) => passage).join('\n\n')}`, elements };
};

const COMPLAINT = 'complaint { id status stage deadlines { kind dueOn state } }';
const acknowledge = (complaintId: string, ...keys: string[]) =>
  must<{ complaint: Complaint }>(
    ...[world, managers.author, ['acknowledgeComplaint', 'ComplaintAcknowledged', COMPLAINT] as const],
    { complaintId, letter: letterOf(...keys) },
  );
const decide = (by: Who, complaintId: string, outcome: string) =>
  run<{ complaint: Complaint; stage: object; decider: object }>(
    world,
    by,
    [
      'decideComplaint',
      `... on ComplaintDecided { ${COMPLAINT} } ... on SameDecider { stage { key } earlierStage { key } decider { displayName } }`,
    ],
    { complaintId, outcome, reasons: 'Our notes show it.' },
  );
const respond = (complaintId: string, input: object) =>
  run<{ complaint: Complaint; remedialActions: { id: string }[] }>(
    world,
    managers.author,
    [
      'issueResponse',
      `... on ResponseIssued { ${COMPLAINT} remedialActions { id } } ... on LetterElementMissing { elements { key } }`,
    ],
    { complaintId, ...input },
  );

describe('a complaint received on Thursday 2 April 2026 under DISP', () => {
  const whole = ['decision', 'reasons', 'adr', 'time-limit-waiver', 'leaflet', 'adr-website'];

  it('is due on 9 April and 28 May, or on 27 April and after a holding response on 27 May for payment services', async () => {
    expect(daysOf(await givenComplaint('fca-disp'))).toEqual({
      'summary-resolution': '2026-04-09',
      'eight-weeks': '2026-05-28',
    });
    const payment = await givenComplaint('fca-disp', ['payment-services']);
    expect(daysOf(payment)).toEqual({ 'summary-resolution': '2026-04-09', 'payment-services': '2026-04-27' });
    clock.set('2026-04-24T10:00:00Z');
    const letter = {
      body: 'The bank abroad has not answered. You will hear from us by 15 May 2026.',
      elements: [
        { element: 'reasons-for-delay', passage: 'The bank abroad has not answered.' },
        { element: 'expected-by', passage: 'by 15 May 2026' },
      ],
    };
    const held = await must<{ complaint: Complaint }>(
      world,
      managers.author,
      ['issueHoldingResponse', 'HoldingResponseIssued', COMPLAINT],
      { complaintId: payment.id, reasons: 'The bank abroad', expectedOn: '2026-05-15', letter },
    );
    expect(daysOf(held.complaint)).toMatchObject({
      'payment-services': '2026-05-27',
      'holding response': '2026-05-15',
    });
  });

  it('is not answered without the ombudsman or the reasons, and its case does not end before the answer', async () => {
    const { id, caseId } = await givenComplaint('fca-disp');
    await decide(managers.author, id, 'NOT_UPHELD');
    for (const key of ['adr', 'reasons']) {
      const letter = letterOf(...whole.filter((each) => each !== key));
      expect(await respond(id, { letter })).toMatchObject({
        ...{ __typename: 'LetterElementMissing', code: 'LETTER_ELEMENT_MISSING', elements: [{ key }] },
      });
    }
    const resolving = ['resolveCase', '... on GuardFailed { failures { kind } }'] as const;
    const early = await run(world, managers.author, resolving, { caseId, outcome: 'EXPLANATION' });
    expect(early).toMatchObject({ __typename: 'GuardFailed', failures: [{ kind: 'COMPLAINT_UNANSWERED' }] });
    await respond(id, { letter: letterOf(...whole), resolveCaseAs: 'EXPLANATION' });
    const query = `query ($id: ID!) { case(id: $id) { status complaint { status regime { name } regimeVersion { id number }
      referral { name until } decisions { outcome decider { displayName } } } } node(id: "${id}") { ... on Complaint { id } } }`;
    expect(await asked(world, managers.author, query, { id: caseId })).toEqual({
      case: {
        status: 'RESOLVED',
        complaint: {
          ...{ status: 'RESPONDED', regime: { name: 'FCA DISP complaints' } },
          regimeVersion: { id: regimes['fca-disp']?.versionId, number: 1 },
          referral: { name: 'Financial Ombudsman Service', until: '2026-10-02' },
          decisions: [{ outcome: 'NOT_UPHELD', decider: { displayName: 'Mary Author' } }],
        },
      },
      node: { id },
    });
  });
});

describe('a complaint received on Thursday 2 April 2026 under the Housing Ombudsman’s code', () => {
  const first = ['stage', 'definition', 'decision', 'reasons', 'remedy', 'outstanding-actions', 'next-stage'];

  it('is acknowledged by 13 April and answered by 27 April, decided twice by two people, and kept to its promises', async () => {
    const complaint = await givenComplaint('housing-ombudsman');
    const { id } = complaint;
    expect(daysOf(complaint)).toEqual({ 'stage-1-acknowledgement': '2026-04-13', 'stage-1-response': '2026-04-27' });
    clock.set('2026-04-13T16:00:00Z');
    const acknowledged = await acknowledge(id, 'received', 'definition', 'time-limit');
    expect(acknowledged.complaint.deadlines).toMatchObject([
      { kind: 'stage-1-acknowledgement', state: 'MET' },
      { kind: 'stage-1-response', dueOn: '2026-04-27', state: 'RUNNING' },
    ]);
    clock.set('2026-04-27T16:00:00Z');
    await decide(managers.author, id, 'PARTLY_UPHELD');
    const remedialActions = [{ action: 'Send the plumber', dueOn: '2026-04-30' }];
    const answered = await respond(id, { letter: letterOf(...first), remedialActions });
    expect(answered.complaint.deadlines[1]).toMatchObject({ state: 'MET' });
    const closing = ['closeComplaint', '... on ComplaintClosed { complaint { status } }'] as const;
    expect((await run(world, managers.author, closing, { complaintId: id })).code).toBe('REMEDIAL_ACTIONS_OPEN');

    const escalating = ['escalateToNextStage', 'ComplaintEscalated', COMPLAINT] as const;
    const asking = { complaintId: id, reason: 'It still does not work' };
    const escalated = await must<{ complaint: Complaint }>(world, managers.author, escalating, asking);
    expect(daysOf(escalated.complaint)).toMatchObject({ 'stage-2-acknowledgement': '2026-05-05' });
    await acknowledge(id, 'received', 'definition', 'time-limit');
    expect(await decide(managers.author, id, 'UPHELD')).toMatchObject({
      ...{ __typename: 'SameDecider', code: 'SAME_DECIDER', stage: { key: 'stage-2' } },
      ...{ earlierStage: { key: 'stage-1' }, decider: { displayName: 'Mary Author' } },
    });
    expect((await decide(managers.approver, id, 'UPHELD')).complaint.status).toBe('DECIDED');
    const last = ['stage', 'definition', 'decision', 'reasons', 'remedy', 'outstanding-actions', 'adr'];
    expect((await respond(id, { letter: letterOf(...last) })).complaint.status).toBe('RESPONDED');

    const done = ['completeRemedialAction', 'RemedialActionCompleted', 'remedialAction { status }'] as const;
    const remedialActionId = answered.remedialActions[0]?.id;
    await must(world, managers.author, done, { remedialActionId, evidence: 'The plumber’s sheet of 29 April' });
    expect(await run(world, managers.author, closing, { complaintId: id })).toMatchObject({
      complaint: { status: 'CLOSED' },
    });
  });
});
