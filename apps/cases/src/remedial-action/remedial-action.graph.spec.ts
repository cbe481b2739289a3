import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, clock, eventsAbout, someId, startWorld, type World } from '../../test/cases-world.ts';
import { act, givenComplaint, givenRegime, letterWith, oneStage } from '../../test/complaint-stories.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set('2026-04-02T09:00:00Z');
  await world.database.reset();
});
afterAll(() => world?.close());

/** A complaint with a decision that nobody was told of. */
async function givenDecided() {
  await givenRegime(world, oneStage);
  const given = await givenComplaint(world);
  await act(world, 'decideComplaint', { complaintId: given.id, outcome: 'UPHELD', reasons: 'We looked' });
  return given;
}

describe('what an answer promises', () => {
  const promise = async () => {
    const { id, caseId } = await givenDecided();
    const remedialActions = [{ action: 'Mend the roof', dueOn: '2026-04-30' }];
    const letter = letterWith('decision', 'adr');
    const input = { complaintId: id, letter, remedialActions, resolveCaseAs: 'NON_MONETARY_RELIEF' };
    const { remedialActions: promised } = await act(world, 'issueResponse', input);
    return { id, caseId, remedialActionId: promised[0]?.id ?? '' };
  };
  const closeCase = (caseId: string) =>
    ask<{ closeCase: { __typename: string } }>(
      world,
      `mutation ($id: ID!) { closeCase(input: { caseId: $id }) { __typename } }`,
      { id: caseId },
    );

  it('keeps complaint and case open until it is done, and there is evidence', async () => {
    const { id, caseId, remedialActionId } = await promise();
    const open = await act(world, 'closeComplaint', { complaintId: id });
    expect(open).toMatchObject({ __typename: 'RemedialActionsOpen', remedialActions: [{ id: remedialActionId }] });
    expect((await closeCase(caseId)).closeCase.__typename).toBe('GuardFailed');
    expect((await act(world, 'completeRemedialAction', { remedialActionId, evidence: ' ' })).__typename).toBe(
      'InvalidInput',
    );
    expect(await act(world, 'completeRemedialAction', { remedialActionId, evidence: 'Photo 7' })).toMatchObject({
      remedialAction: { status: 'DONE', evidence: 'Photo 7' },
    });
    const again = { remedialActionId, reason: 'Not wanted' };
    expect((await act(world, 'waiveRemedialAction', again)).__typename).toBe('RemedialActionEnded');
    expect((await act(world, 'closeComplaint', { complaintId: id })).complaint.status).toBe('CLOSED');
    expect((await closeCase(caseId)).closeCase.__typename).toBe('CaseClosed');
    expect(await eventsAbout(world, remedialActionId)).toEqual([
      'courtesy.remedial-action.promised.v1',
      'courtesy.remedial-action.ended.v1',
    ]);
  });

  it('is overdue once its day has passed, and may be waived with a reason', async () => {
    const { id, remedialActionId } = await promise();
    const query = `query ($id: ID!) { complaint(id: $id) { remedialActions { overdue } } }`;
    const overdue = () => ask(world, query, { id });
    clock.set('2026-04-30T22:59:59Z');
    expect(await overdue()).toEqual({ complaint: { remedialActions: [{ overdue: false }] } });
    clock.set('2026-04-30T23:00:00Z');
    expect(await overdue()).toEqual({ complaint: { remedialActions: [{ overdue: true }] } });
    const waived = await act(world, 'waiveRemedialAction', { remedialActionId, reason: 'The house was sold' });
    expect(waived).toMatchObject({ remedialAction: { status: 'WAIVED', evidence: 'The house was sold' } });
  });

  it('is nobody’s to see who may not see the case', async () => {
    const { remedialActionId } = await promise();
    const input = { remedialActionId, evidence: 'x' };
    const stranger = caller('LEAD', { teamId: someId('team') });
    const refused = await act(world, 'completeRemedialAction', input, stranger);
    expect(refused.__typename).toBe('NotFound');
    expect(refused.message).toContain(remedialActionId);
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on RemedialAction { action } } }`;
    const of = [{ __typename: 'RemedialAction', id: remedialActionId }];
    expect(await ask(world, query, { of }, stranger)).toEqual({ _entities: [null] });
    expect(await ask(world, query, { of })).toEqual({ _entities: [{ action: 'Mend the roof' }] });
  });
});
