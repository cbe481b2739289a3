import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, clock, eventsAbout, givenCase, someId, startWorld, type World } from '../../test/cases-world.ts';
import {
  act,
  givenComplaint,
  givenRegime,
  letterWith,
  oneStage,
  somebody,
  twoStages,
} from '../../test/complaint-stories.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set('2026-04-02T09:00:00Z');
  await world.database.reset();
});
afterAll(() => world?.close());

const decide = (complaintId: string, outcome = 'UPHELD') =>
  act(world, 'decideComplaint', { complaintId, outcome, reasons: 'We looked' });

/** A complaint with a decision under the regime of one stage, that nobody was told of. */
async function givenDecided() {
  await givenRegime(world, oneStage);
  const given = await givenComplaint(world);
  await decide(given.id);
  return given;
}

describe('a letter', () => {
  it('is sent only with all that the pinned regime asks for, which is told by name', async () => {
    const { id } = await givenDecided();
    const bare = await act(world, 'issueResponse', { complaintId: id, letter: letterWith('decision') });
    expect(bare).toMatchObject({ __typename: 'LetterElementMissing', elements: [{ key: 'adr' }] });
    expect(bare.message).toContain('It says adr.');
    const empty = await act(world, 'issueResponse', { complaintId: id, letter: { body: 'Dear', elements: [] } });
    expect(empty).toMatchObject({ elements: [{ key: 'decision' }, { key: 'adr' }] });
  });

  it('is not believed to say what does not stand in it', async () => {
    const { id } = await givenDecided();
    const letter = letterWith('decision', 'adr');
    const send = (elements: object[]) =>
      act(world, 'issueResponse', { complaintId: id, letter: { ...letter, elements } });
    const [decision, adr] = letter.elements;
    expect(await send([decision!, { ...adr!, passage: 'Write to the ombudsman' }])).toMatchObject({
      problems: [{ path: 'letter.elements[1].passage' }],
    });
    expect(await send([decision!, { ...adr!, passage: ' ' }])).toMatchObject({ __typename: 'InvalidInput' });
    expect(await send([decision!, { ...adr!, element: 'music' }])).toMatchObject({ __typename: 'InvalidInput' });
  });

  it('is of the kinds that end its stage, and resolves summarily only in time', async () => {
    const { id } = await givenDecided();
    const odd = { complaintId: id, kind: 'HOLDING', letter: letterWith('delay') };
    expect((await act(world, 'issueResponse', odd)).__typename).toBe('LetterNotForeseen');
    clock.set('2026-04-10T09:00:00Z');
    const late = { complaintId: id, kind: 'SUMMARY_RESOLUTION', letter: letterWith('resolved') };
    expect(await act(world, 'issueResponse', late)).toMatchObject({
      ...{ __typename: 'SummaryResolutionTooLate', dueOn: '2026-04-09' },
    });
    const sent = { ...late, letter: { ...late.letter, sentAt: '2026-04-09T22:59:00Z' } };
    const { complaint } = await act(world, 'issueResponse', sent);
    expect(complaint.deadlines.map(({ state }) => state)).toEqual(['MET', 'MET']);
  });

  it('was sent neither before the complaint nor after now', async () => {
    await givenRegime(world, oneStage);
    const { id } = await givenComplaint(world);
    for (const sentAt of ['2026-04-01T09:00:00Z', '2026-04-02T09:00:01Z']) {
      const input = { complaintId: id, letter: { ...letterWith('received'), sentAt } };
      expect(await act(world, 'acknowledgeComplaint', input)).toMatchObject({ problems: [{ path: 'letter.sentAt' }] });
    }
  });

  it('stands as it was sent for the customer to read, who sees nothing of how it was decided', async () => {
    const customerId = someId('cust');
    await givenRegime(world, oneStage);
    const { id, caseId } = await givenComplaint(world, {}, { customerId });
    await decide(id);
    const letter = letterWith('decision', 'adr');
    await act(world, 'issueResponse', { complaintId: id, letter });
    const query = `query ($id: ID!) { case(id: $id) { complaint { status referral { name until } letters { kind body elements { element passage } } deadlines { kind dueOn } } } }`;
    const customer = caller('CUSTOMER', { customerId });
    expect(await ask(world, query, { id: caseId }, customer)).toMatchObject({
      case: {
        complaint: {
          ...{ status: 'RESPONDED', referral: { name: 'The Ombudsman', until: '2027-04-02' } },
          letters: [{ kind: 'FINAL_RESPONSE', body: letter.body, elements: letter.elements }],
        },
      },
    });
    const line = `query ($id: ID!) { case(id: $id) { timeline(kinds: [COMPLAINT_STEPPED], orderBy: OLDEST_FIRST) { totalCount nodes { at actor { subject } ... on ComplaintSteppedEntry { verb status complaint { id } } } } } }`;
    const told = { at: '2026-04-02T09:00:00.000Z', actor: null, complaint: { id } };
    expect(await world.service.execute({ query: line, variables: { id: caseId }, actor: customer })).toMatchObject({
      data: {
        case: {
          timeline: {
            totalCount: 2,
            nodes: expect.arrayContaining([
              { ...told, verb: 'REGISTER', status: 'RECEIVED' },
              { ...told, verb: 'RESPOND', status: 'RESPONDED' },
            ]),
          },
        },
      },
    });
    const secret = `query ($id: ID!) { complaint(id: $id) { decisions { reasons } steps { verb } allowed } }`;
    const answer = await world.service.execute({ query: secret, variables: { id }, actor: customer });
    expect(answer.data).toEqual({ complaint: { decisions: null, steps: null, allowed: null } });
    const stranger = caller('CUSTOMER', { customerId: someId('cust') });
    const open = `query ($id: ID!) { complaint(id: $id) { id } }`;
    expect(await ask(world, open, { id }, stranger)).toEqual({ complaint: null });
  });
});

describe('a holding response', () => {
  const hold = (complaintId: string, expectedOn: string, sentAt?: string) =>
    act(world, 'issueHoldingResponse', {
      ...{ complaintId, reasons: 'The surveyor is ill', expectedOn },
      letter: { ...letterWith('delay'), ...(sentAt && { sentAt }) },
    });

  it('gives the longer limit when it goes out in time, and its own day is a deadline too', async () => {
    await givenRegime(world, oneStage);
    const { id, deadlines } = await givenComplaint(world);
    expect(deadlines.find(({ kind }) => kind === 'response')?.dueOn).toBe('2026-04-27');
    clock.set('2026-04-20T09:00:00Z');
    expect(await hold(id, '2026-04-20')).toMatchObject({ problems: [{ path: 'expectedOn' }] });
    expect(await hold(id, '2026-05-28')).toMatchObject({ problems: [{ path: 'expectedOn' }] });
    const { complaint } = await hold(id, '2026-05-12');
    expect(complaint.deadlines).toMatchObject([
      { kind: 'summary', dueOn: '2026-04-09', state: 'LAPSED' },
      { kind: 'response', dueOn: '2026-05-27', state: 'RUNNING' },
      { kind: 'holding only', dueOn: '2026-05-12', state: 'RUNNING' },
    ]);
  });

  it('that goes out too late changes nothing about the limit that passed', async () => {
    await givenRegime(world, oneStage);
    const { id } = await givenComplaint(world);
    clock.set('2026-04-28T09:00:00Z');
    const { complaint } = await hold(id, '2026-05-12');
    expect(complaint.deadlines[1]).toMatchObject({ kind: 'response', dueOn: '2026-04-27', state: 'BREACHED' });
  });

  it('gives the customer the right to go outside, which nobody has before', async () => {
    await givenRegime(world, oneStage);
    const { id } = await givenComplaint(world);
    const refer = () => act(world, 'referComplaint', { complaintId: id, reason: 'HO-77' });
    expect((await refer()).message).toContain('neither an answer nor a holding response');
    await hold(id, '2026-04-20');
    expect(await refer()).toMatchObject({ __typename: 'ComplaintReferred', referral: { name: 'The Ombudsman' } });
    expect((await eventsAbout(world, id)).at(-1)).toBe('courtesy.complaint.referred.v1');
  });
});

describe('what is due', () => {
  interface Due {
    readonly complaintsDue: { nodes: { kind: string; dueOn: string; state: string; complaint: { id: string } }[] };
  }
  const due = async (within?: string, actor = somebody()) => {
    const query = `query ($within: Duration) { complaintsDue(within: $within) { nodes { kind dueOn state complaint { id } } } }`;
    return (await ask<Due>(world, query, { within }, actor)).complaintsDue.nodes;
  };

  it('is what nobody has met, the next first, and nothing that binds nobody once it has passed', async () => {
    await givenRegime(world, oneStage);
    const { id } = await givenComplaint(world);
    expect(await due('P8D')).toMatchObject([{ kind: 'summary', dueOn: '2026-04-09', state: 'RUNNING' }]);
    clock.set('2026-04-28T09:00:00Z');
    expect(await due()).toMatchObject([{ kind: 'response', state: 'BREACHED', complaint: { id } }]);
    await decide(id);
    await act(world, 'issueResponse', { complaintId: id, letter: letterWith('decision', 'adr') });
    expect(await due()).toEqual([]);
  });

  it('is told from what is expected where it counts from an acknowledgement that is still to come', async () => {
    await givenRegime(world, twoStages);
    const { id, deadlines } = await givenComplaint(world);
    expect(deadlines).toMatchObject([{ dueOn: '2026-04-13' }, { dueOn: '2026-04-27' }]);
    const input = { complaintId: id, letter: letterWith('received') };
    const { complaint } = await act(world, 'acknowledgeComplaint', input);
    expect(complaint.deadlines).toMatchObject([
      { kind: 'one-acknowledgement', dueOn: '2026-04-13', metAt: '2026-04-02T09:00:00.000Z', state: 'MET' },
      { kind: 'one-response', dueOn: '2026-04-20', state: 'RUNNING' },
    ]);
  });

  it('and what awaits a second person, is told to those who may see the case, and to them alone', async () => {
    await givenRegime(world, twoStages);
    const teamId = someId('team');
    const { id } = await givenComplaint(world, {}, { teamId });
    await act(world, 'acknowledgeComplaint', { complaintId: id, letter: letterWith('received') });
    await decide(id, 'NOT_UPHELD');
    const review = async (team: string) => {
      const actor = caller('LEAD', { teamId: team });
      const query = `{ complaintsForReview { nodes { id } totalCount } complaintsDue { nodes { complaint { id } } } }`;
      return ask(world, query, {}, actor);
    };
    expect(await review(teamId)).toEqual({
      ...{ complaintsForReview: { nodes: [{ id }], totalCount: 1 } },
      ...{ complaintsDue: { nodes: [{ complaint: { id } }] } },
    });
    expect(await review(someId('team'))).toEqual({
      ...{ complaintsForReview: { nodes: [], totalCount: 0 }, complaintsDue: { nodes: [] } },
    });
  });
});

describe('the case of a complaint', () => {
  const resolveCase = async (caseId: string) => {
    const query = `mutation ($id: ID!) { resolveCase(input: { caseId: $id, outcome: EXPLANATION }) { __typename ... on GuardFailed { failures { kind id } } } }`;
    return (await ask<{ resolveCase: object }>(world, query, { id: caseId })).resolveCase;
  };
  const statusOf = async (id: string) =>
    (await ask<{ case: { status: string } }>(world, `query ($id: ID!) { case(id: $id) { status } }`, { id })).case
      .status;

  it('does not end while the customer has no answer', async () => {
    const { id, caseId } = await givenDecided();
    const refused = { __typename: 'GuardFailed', failures: [{ kind: 'COMPLAINT_UNANSWERED', id }] };
    expect(await resolveCase(caseId)).toEqual(refused);
    await act(world, 'issueResponse', { complaintId: id, letter: letterWith('decision', 'adr') });
    expect(await statusOf(caseId)).toBe('NEW');
    expect(await resolveCase(caseId)).toEqual({ __typename: 'CaseResolved' });
  });

  it('that was merged into another keeps that one from ending too', async () => {
    await givenRegime(world, oneStage);
    const customerId = someId('cust');
    const { id, caseId } = await givenComplaint(world, {}, { customerId });
    const survivor = await givenCase(world, { customerId });
    const query = `mutation ($input: MergeCasesInput!) { mergeCases(input: $input) { __typename } }`;
    await ask(world, query, { input: { survivorId: survivor.id, mergedIds: [caseId], reason: 'One boiler' } });
    expect(await resolveCase(survivor.id)).toMatchObject({ failures: [{ kind: 'COMPLAINT_UNANSWERED', id }] });
    await decide(id);
    await act(world, 'issueResponse', { complaintId: id, letter: letterWith('decision', 'adr') });
    expect(await resolveCase(survivor.id)).toEqual({ __typename: 'CaseResolved' });
  });

  it('is resolved with the answer when asked, both or neither', async () => {
    const { id, caseId } = await givenDecided();
    await ask(
      world,
      `mutation ($id: ID!) { cancelCase(input: { caseId: $id, reason: "x", override: { reason: "x" } }) { __typename } }`,
      {
        id: caseId,
      },
    );
    const input = { complaintId: id, letter: letterWith('decision', 'adr'), resolveCaseAs: 'EXPLANATION' };
    expect((await act(world, 'issueResponse', input)).__typename).toBe('IllegalCaseTransition');
    expect(await eventsAbout(world, id)).not.toContain('courtesy.complaint.responded.v1');
    const other = await givenComplaint(world);
    await decide(other.id);
    const answered = await act(world, 'issueResponse', { ...input, complaintId: other.id });
    expect(answered.complaint.status).toBe('RESPONDED');
    expect(await statusOf(other.caseId)).toBe('RESOLVED');
  });
});
