import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
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
import { policyTells } from '../../test/policy-feed.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set('2026-04-02T09:00:00Z');
  await world.database.reset();
});
afterAll(() => world?.close());

const sql = (text: string) => world.service.database.manager.query<Record<string, unknown>[]>(text);

describe('a complaint', () => {
  it('is kept as the mapping says, and its steps are only ever added to', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
    await givenRegime(world, twoStages);
    await givenComplaint(world);
    await expect(sql(`UPDATE complaint_steps SET reason = 'x'`)).rejects.toThrow(/permission denied/);
    await expect(sql(`DELETE FROM complaint_steps`)).rejects.toThrow(/permission denied/);
  });

  it('is registered once, however often it is asked for, and its case has no other', async () => {
    await givenRegime(world, twoStages);
    const { id: caseId } = await givenCase(world);
    const input = { idempotencyKey: 'k', caseId };
    const first = await act(world, 'registerComplaint', input);
    expect(first).toMatchObject({ __typename: 'ComplaintRegistered', complaint: { status: 'RECEIVED', stage: 'one' } });
    expect((await act(world, 'registerComplaint', input)).complaint.id).toBe(first.complaint.id);
    const again = await act(world, 'registerComplaint', { caseId });
    expect(again).toMatchObject({ __typename: 'ComplaintAlreadyRegistered', complaint: { id: first.complaint.id } });
    expect(await eventsAbout(world, first.complaint.id)).toEqual(['courtesy.complaint.registered.v1']);
  });

  it('is one, though twenty register it at once, and takes each step once', async () => {
    await givenRegime(world, oneStage);
    const { id: caseId } = await givenCase(world);
    const twenty = Array.from({ length: 20 }, () => act(world, 'registerComplaint', { caseId }));
    const registered = (await Promise.all(twenty)).filter((each) => each.__typename === 'ComplaintRegistered');
    expect(registered).toHaveLength(1);
    const complaintId = registered[0]?.complaint.id;
    const begun = await Promise.all([1, 2, 3].map(() => act(world, 'beginInvestigation', { complaintId })));
    expect(begun.map(({ __typename }) => __typename).sort()).toEqual([
      ...['IllegalComplaintTransition', 'IllegalComplaintTransition', 'InvestigationBegun'],
    ]);
  });

  it('costs a list of cases no more statements than one case', async () => {
    await givenRegime(world, oneStage);
    const costOf = async () => {
      world.statements();
      const complaint = `complaint { regimeName deadlines { kind state complaint { id } } letters { body } steps { verb } allowed remedialActions { id } case { id } }`;
      await ask(world, `{ cases { nodes { ${complaint} } } }`, {});
      return world.statements().length;
    };
    await givenComplaint(world);
    const ofOne = await costOf();
    for (let i = 0; i < 4; i += 1) await givenComplaint(world);
    expect(await costOf()).toBe(ofOne);
  });

  it('is of a case that is one, is not over, and is the caller’s to see', async () => {
    await givenRegime(world, twoStages);
    const { id: caseId } = await givenCase(world, { type: 'ENQUIRY' });
    expect((await act(world, 'registerComplaint', { caseId })).__typename).toBe('CaseTakesNoComplaint');
    expect((await act(world, 'registerComplaint', { caseId: someId('case') })).__typename).toBe('NotFound');
  });

  it('needs a regime that is in effect, and its name where there is more than one', async () => {
    const { id: caseId } = await givenCase(world);
    expect(await act(world, 'registerComplaint', { caseId })).toMatchObject({
      __typename: 'RegimeUndecided',
      regimes: [],
    });
    const [a, b] = [await givenRegime(world, twoStages), await givenRegime(world, oneStage, { name: 'Bank' })];
    expect(await act(world, 'registerComplaint', { caseId })).toMatchObject({ regimes: [{ id: b }, { id: a }] });
    expect((await act(world, 'registerComplaint', { caseId, regimeId: someId('crg') })).__typename).toBe(
      'RegimeUndecided',
    );
    const { complaint } = await act(world, 'registerComplaint', { caseId, regimeId: b });
    expect(complaint.stage).toBe('only');
  });

  it('keeps the version it was registered under, whatever policy says later', async () => {
    const regimeId = await givenRegime(world, twoStages);
    const { id, deadlines } = await givenComplaint(world);
    clock.set('2026-04-07T09:00:00Z');
    await givenRegime(world, { ...twoStages, clocks: [] }, { regimeId, effectiveFrom: '2026-04-03T00:00:00.000Z' });
    const acknowledged = await act(world, 'acknowledgeComplaint', {
      ...{ complaintId: id, letter: letterWith('received') },
    });
    expect(acknowledged.complaint.deadlines.map(({ kind }) => kind)).toEqual(deadlines.map(({ kind }) => kind));
    const after = await givenComplaint(world);
    expect(after.deadlines).toEqual([]);
  });

  it('is of no regime that was withdrawn, and none takes its place', async () => {
    const regimeId = await givenRegime(world, twoStages);
    const later = someId('crgv');
    const told = { regimeId, name: 'Housing', pack: null, number: 2, approverId: null, rules: twoStages };
    await policyTells(
      world.service.database,
      {
        ...{ type: 'courtesy.complaint-regime.approved.v1', subject: later },
        data: { ...told, effectiveFrom: '2026-01-01T00:00:00.000Z', effectiveUntil: null },
      },
      {
        ...{ type: 'courtesy.complaint-regime.withdrawn.v1', subject: later },
        data: { regimeId, number: 2, withdrawnAt: '2026-02-01T00:00:00.000Z' },
      },
    );
    const { id: caseId } = await givenCase(world);
    expect((await act(world, 'registerComplaint', { caseId })).__typename).toBe('RegimeUndecided');
  });
});

describe('its stages', () => {
  it('go by the table and the regime: first an acknowledgement, where one is due', async () => {
    await givenRegime(world, twoStages);
    const { id, allowed } = await givenComplaint(world);
    expect(allowed).toEqual(['RULE', 'ACKNOWLEDGE', 'HOLD']);
    const early = await act(world, 'beginInvestigation', { complaintId: id });
    expect(early).toMatchObject({ __typename: 'IllegalComplaintTransition', verb: 'INVESTIGATE', from: 'RECEIVED' });
    expect(early.message).toContain('acknowledgement first');
    await act(world, 'acknowledgeComplaint', { complaintId: id, letter: letterWith('received') });
    const begun = await act(world, 'beginInvestigation', { complaintId: id });
    expect(begun.complaint).toMatchObject({ status: 'INVESTIGATING', version: 3 });
    expect((await act(world, 'issueResponse', { complaintId: id, letter: letterWith('decision') })).__typename).toBe(
      'IllegalComplaintTransition',
    );
    expect(await eventsAbout(world, id)).toEqual([
      'courtesy.complaint.registered.v1',
      'courtesy.complaint.acknowledged.v1',
      'courtesy.complaint.moved.v1',
    ]);
  });

  it('leave alone what changed since the caller read it', async () => {
    await givenRegime(world, oneStage);
    const { id } = await givenComplaint(world);
    const stale = await act(world, 'beginInvestigation', { complaintId: id, expectedVersion: 7 });
    expect(stale).toMatchObject({ __typename: 'StaleVersion' });
  });

  it('are closed to one that the procedure is not open to, which may be ended with the ground on record', async () => {
    await givenRegime(world, oneStage);
    const { id } = await givenComplaint(world);
    const rule = (input: object) => act(world, 'ruleOnEligibility', { complaintId: id, eligible: false, ...input });
    expect((await rule({})).__typename).toBe('InvalidInput');
    expect((await rule({ ground: 'Too late', category: 'unheard-of' })).__typename).toBe('InvalidInput');
    expect((await rule({ ground: 'Eight years old', category: 'repairs' })).complaint.allowed).toContain('CLOSE');
    expect((await act(world, 'beginInvestigation', { complaintId: id })).message).toContain('not open to it');
    expect((await act(world, 'closeComplaint', { complaintId: id })).complaint.status).toBe('CLOSED');
  });
});

describe('a decision', () => {
  const decided = async (outcome: string, by = somebody()) => {
    await givenRegime(world, twoStages);
    const given = await givenComplaint(world);
    await act(world, 'acknowledgeComplaint', { complaintId: given.id, letter: letterWith('received') });
    const input = { complaintId: given.id, outcome, reasons: 'We looked' };
    return { ...given, by, decision: await act(world, 'decideComplaint', input, by) };
  };

  it('says why, and how it is put right to the penny', async () => {
    const { id } = await decided('UPHELD');
    expect((await act(world, 'decideComplaint', { complaintId: id, outcome: 'UPHELD', reasons: ' ' })).__typename).toBe(
      'InvalidInput',
    );
    const redress = [{ kind: 'COMPENSATION', amount: { amount: '0.001', currency: 'GBP' }, action: 'Pay' }];
    const given = { complaintId: id, outcome: 'UPHELD', reasons: 'So', redress };
    expect((await act(world, 'decideComplaint', given)).__typename).toBe('InvalidInput');
  });

  it('that turns the customer down waits for a second person where the regime asks for one, who is another', async () => {
    const { id, by, decision } = await decided('NOT_UPHELD');
    expect(decision.complaint).toMatchObject({ status: 'DECIDED', awaitsCheck: true });
    const answer = { complaintId: id, letter: letterWith('decision', 'reasons') };
    expect((await act(world, 'issueResponse', answer)).message).toContain('second person');
    const review = await sql(`SELECT id FROM complaints WHERE awaits_check_since IS NOT NULL`);
    expect(review).toEqual([{ id }]);
    expect((await act(world, 'checkDecision', { complaintId: id, confirmed: true }, by)).__typename).toBe(
      'OwnDecision',
    );
    const returned = { complaintId: id, confirmed: false, reason: 'Ask the plumber' };
    expect((await act(world, 'checkDecision', returned, somebody())).complaint.status).toBe('INVESTIGATING');
    await act(world, 'decideComplaint', { complaintId: id, outcome: 'NOT_UPHELD', reasons: 'We asked' }, by);
    await act(world, 'checkDecision', { complaintId: id, confirmed: true }, somebody());
    expect((await act(world, 'issueResponse', answer)).__typename).toBe('ResponseIssued');
  });

  it('of the second stage is not made by whoever made the first', async () => {
    const { id, by } = await decided('UPHELD');
    await act(world, 'issueResponse', { complaintId: id, letter: letterWith('decision') });
    const escalated = await act(world, 'escalateToNextStage', { complaintId: id, reason: 'Not good enough' });
    expect(escalated.complaint).toMatchObject({ status: 'RECEIVED', stage: 'two' });
    const input = { complaintId: id, outcome: 'NOT_UPHELD', reasons: 'It was enough' };
    expect(await act(world, 'decideComplaint', input, by)).toMatchObject({
      ...{ __typename: 'SameDecider', stage: { key: 'two' }, earlierStage: { key: 'one' } },
      decider: { id: by.personId },
    });
    expect((await act(world, 'decideComplaint', input, somebody())).complaint.status).toBe('DECIDED');
  });
});
