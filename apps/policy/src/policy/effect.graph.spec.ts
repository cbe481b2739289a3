import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  approve,
  approver,
  change,
  clausesOf,
  givenNext,
  givenPolicy,
  numbersAt,
} from '../../test/policy-documents.ts';
import { ask, clock, NOON, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

/** Row 7 of the table of capabilities. */
describe('five versions of a policy', () => {
  const bounds = [
    '2026-03-02T12:00:00.000Z',
    '2026-05-01T00:00:00.000Z',
    '2026-08-15T07:30:00.001Z',
    '2026-11-01T00:00:00.000Z',
    '2027-02-01T00:00:00.000Z',
    '2027-03-01T00:00:00.000Z',
  ];
  const [, second, third, fourth, fifth, end] = bounds;

  async function givenFive() {
    const { policy, policyVersion: first } = await givenPolicy(world);
    await approve(world, first.id);
    for (const effectiveFrom of [second, third, fourth]) await givenNext(world, policy.id, { effectiveFrom });
    // The fifth ends by itself, so that nothing is in effect after it.
    const last = await givenNext(world, policy.id, { effectiveFrom: fifth, effectiveUntil: end });
    expect(last.__typename).toBe('PolicyVersionApproved');
    return { policyId: policy.id, first, last: last.policyVersion };
  }

  it('answer for each of 1,000 random instants which one was in effect', async () => {
    const { policyId } = await givenFive();
    const starts = bounds.map((each) => Date.parse(each));
    const [from = 0] = starts;
    const width = 400 * 86_400_000;
    let seed = 20_260_302;
    const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
    const drawn = Array.from({ length: 988 }, () => Math.floor(from - 20 * 86_400_000 + random() * width));
    const instants = [...drawn, ...starts.flatMap((start) => [start - 1, start])];
    expect(instants).toHaveLength(1_000);
    const expected = instants.map((at) => {
      const passed = starts.filter((start) => start <= at).length;
      return passed === 0 || passed === 6 ? null : passed;
    });
    expect(new Set(expected)).toEqual(new Set([null, 1, 2, 3, 4, 5]));
    const answers: (number | null)[] = [];
    for (let i = 0; i < instants.length; i += 100)
      answers.push(
        ...(await numbersAt(
          world,
          policyId,
          instants.slice(i, i + 100).map((at) => new Date(at).toISOString()),
        )),
      );
    expect(answers).toEqual(expected);
    const { policyAt } = await ask<{ policyAt: { number: number } }>(
      world,
      `query ($policyId: ID!, $at: DateTime!) { policyAt(policyId: $policyId, at: $at) { number } }`,
      { policyId, at: third },
    );
    expect(policyAt.number).toBe(3);
  });

  it('let no sixth overlap them, also when two are approved at once', async () => {
    const { policyId, last } = await givenFive();
    const { policyVersion } = await change(world, 'draftPolicyVersion', { policyId });
    const policyVersionId = policyVersion.id;
    expect(await approve(world, policyVersionId, { effectiveFrom: '2027-02-15T00:00:00Z' })).toMatchObject({
      __typename: 'OverlappingVersion',
      code: 'OVERLAPPING_VERSION',
      policyVersion: { id: last.id },
    });
    for (const effectiveFrom of ['2026-03-02T11:00:00Z', second, '2026-06-01T00:00:00Z'])
      expect(await change(world, 'approvePolicyVersion', { policyVersionId, effectiveFrom }, approver)).toMatchObject({
        code: 'OVERLAPPING_VERSION',
      });
    const twice = await Promise.all(
      [1, 2].map(() => change(world, 'approvePolicyVersion', { policyVersionId, effectiveFrom: end }, approver)),
    );
    expect(twice.map((each) => each.__typename).sort()).toEqual(['IllegalVersionState', 'PolicyVersionApproved']);
  });

  it('are never edited once effective: not through the graph, and not by this service in the database', async () => {
    const { first } = await givenFive();
    const policyVersionId = first.id;
    expect(await change(world, 'reviseDraft', { policyVersionId, clauses: clausesOf('9') })).toMatchObject({
      __typename: 'IllegalVersionState',
      policyVersion: { state: 'EFFECTIVE' },
    });
    for (const verb of ['submitForReview', 'approvePolicyVersion'])
      expect(await change(world, verb, { policyVersionId }, approver)).toMatchObject({ code: 'ILLEGAL_VERSION_STATE' });
    const { manager } = world.service.database;
    for (const column of [
      'clause_ids = \'["x"]\'',
      `effective_from = now()`,
      `ends_at = '2030-01-01'`,
      `approver = '{}'`,
      `status = 'DRAFT', approved_at = NULL, approver = NULL, effective_from = NULL`,
    ])
      await expect(
        manager.query(`UPDATE policy_versions SET ${column} WHERE id = $1`, [policyVersionId]),
      ).rejects.toThrow('never changes');
    for (const forbidden of [
      `UPDATE policy_versions SET number = 9`,
      `DELETE FROM policy_versions`,
      `UPDATE clauses SET text = 'x'`,
      `DELETE FROM clauses`,
    ])
      await expect(manager.query(forbidden)).rejects.toThrow('permission denied');
  });
});
