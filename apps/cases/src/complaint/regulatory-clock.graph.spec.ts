import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, clock, startWorld, type World } from '../../test/cases-world.ts';
import { act, givenComplaint, givenRegime, letterWith, somebody, twoStages } from '../../test/complaint-stories.ts';
import { policyTells, standard, version } from '../../test/policy-feed.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set('2026-04-02T09:00:00Z');
  await world.database.reset();
});
afterAll(() => world?.close());

interface Seen {
  readonly kind: string;
  readonly segment: number;
  readonly state: string;
  readonly dueAt: string | null;
  readonly breachedAt: string | null;
  readonly standard: object | null;
}

const regulatory = async (id: string): Promise<Seen[]> => {
  const query = `query ($id: ID!) { case(id: $id) { clocks { kind segment state dueAt breachedAt standard { id } } } }`;
  const seen = await ask<{ case: { clocks: Seen[] } }>(world, query, { id });
  return seen.case.clocks.filter(({ kind }) => kind === 'REGULATORY');
};
const atRisk = async () =>
  (
    await ask<{ casesAtRisk: { nodes: { clock: string; dueAt: string }[] } }>(
      world,
      `{ casesAtRisk { nodes { clock dueAt } } }`,
    )
  ).casesAtRisk.nodes;

describe('the regulatory clock of a case', () => {
  it('runs to what the complaint must be sent next, stops with the answer, and runs again with the next stage', async () => {
    await givenRegime(world, twoStages);
    const { id, caseId } = await givenComplaint(world);
    expect(await regulatory(caseId)).toMatchObject([
      { segment: 1, state: 'RUNNING', dueAt: '2026-04-13T23:00:00.000Z' },
    ]);
    clock.set('2026-04-07T09:00:00Z');
    await act(world, 'acknowledgeComplaint', { complaintId: id, letter: letterWith('received') });
    expect(await atRisk()).toEqual([{ clock: 'REGULATORY', dueAt: '2026-04-21T23:00:00.000Z' }]);
    await act(world, 'decideComplaint', { complaintId: id, outcome: 'UPHELD', reasons: 'It was cold' });
    clock.set('2026-04-21T22:59:59Z');
    const answer = { complaintId: id, letter: letterWith('decision'), resolveCaseAs: 'EXPLANATION' };
    await act(world, 'issueResponse', answer, somebody());
    expect(await regulatory(caseId)).toMatchObject([{ segment: 1, state: 'STOPPED', breachedAt: null }]);
    clock.set('2026-04-24T09:00:00Z');
    await act(world, 'escalateToNextStage', { complaintId: id, reason: 'Still cold' });
    const [, second] = await regulatory(caseId);
    expect(second).toMatchObject({ segment: 2, state: 'RUNNING', dueAt: '2026-05-26T23:00:00.000Z' });
    const status = await ask(world, `query ($id: ID!) { case(id: $id) { status } }`, { id: caseId });
    expect(status).toEqual({ case: { status: 'OPEN' } });
  });

  it('was breached the instant the last day ended, however late the complaint is put on record', async () => {
    await givenRegime(world, twoStages);
    clock.set('2026-04-20T09:00:00Z');
    const { caseId } = await givenComplaint(...[world, {}, { openedAt: '2026-04-02T09:00:00Z', channel: 'LETTER' }]);
    expect(await regulatory(caseId)).toMatchObject([{ state: 'RUNNING', breachedAt: '2026-04-13T23:00:00.000Z' }]);
  });

  it('is not the only one that a letter moves: it is an answer like any other', async () => {
    await givenRegime(world, twoStages);
    const { id, caseId } = await givenComplaint(world);
    const query = `query ($id: ID!) { case(id: $id) { clocks { kind state } } }`;
    const first = async () => {
      const seen = await ask<{ case: { clocks: Seen[] } }>(world, query, { id: caseId });
      return seen.case.clocks.find(({ kind }) => kind === 'FIRST_RESPONSE')?.state;
    };
    await act(world, 'ruleOnEligibility', { complaintId: id, eligible: true });
    expect(await first()).toBe('RUNNING');
    await act(world, 'acknowledgeComplaint', { complaintId: id, letter: letterWith('received') });
    expect(await first()).toBe('STOPPED');
  });

  it('stays that of the standard where one sets a time', async () => {
    await givenRegime(world, twoStages);
    await policyTells(
      world.service.database,
      version('calv_office', { calendarId: 'cal_office' }),
      standard('std_a', { targets: { REGULATORY: 60 } }),
    );
    const { caseId } = await givenComplaint(world);
    expect(await regulatory(caseId)).toMatchObject([
      { standard: { id: 'std_a' }, segment: 1, dueAt: '2026-04-02T10:00:00.000Z' },
    ]);
  });
});
