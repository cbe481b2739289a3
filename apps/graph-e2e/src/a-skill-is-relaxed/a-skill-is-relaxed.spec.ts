import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenDesk, givenQueue, givenSkill, givenWaiting, next, type Agent } from '../../test/routing.ts';
import { asked } from '../../test/verbs.ts';

/** A Monday in London, which is at UTC then. */
const OPENED = new Date('2026-03-02T12:00:00.000Z');
let now = OPENED;
let world: GraphWorld;

beforeAll(async () => {
  world = await startGraph({ now: () => now });
});
afterAll(() => world?.close());

/** Lets the time be so long after the cases were opened. */
const after = (milliseconds: number) => {
  now = new Date(OPENED.getTime() + milliseconds);
};

const REASONS = `query ($id: ID!) { case(id: $id) { assignments { nodes { isOverflow reasons {
  asked { key isMandatory isDropped } candidates { person { displayName } rule } } } } } }`;

interface Reasons {
  readonly isOverflow: boolean;
  readonly reasons: {
    readonly asked: readonly object[];
    readonly candidates: readonly { readonly person: { displayName: string }; readonly rule: string }[];
  };
}

async function reasonsOf(caseId: string): Promise<Reasons | undefined> {
  const answer = await asked<{ case: { assignments: { nodes: Reasons[] } } }>(world, { role: 'admin' }, REASONS, {
    id: caseId,
  });
  return answer.case.assignments.nodes[0];
}

const verdictsOf = (told: Reasons | undefined) =>
  told?.reasons.candidates.map(({ person, rule }) => `${person.displayName} ${rule}`).sort();

describe('a case in Welsh about a bill', () => {
  it('unanswered for 60 seconds drops the preferred skill, never the mandatory one, then overflows; the reasons are stored', async () => {
    const { place, agents } = await givenDesk(world, 'Welsh', { agents: ['Bill Only', 'Cym Only'], now });
    const [bill, cym] = agents as [Agent, Agent];
    const other = await givenDesk(world, 'Other', { agents: ['Olwen Other'], now });
    const [olwen] = other.agents as [Agent];
    await givenSkill(world, 'billing', bill, olwen);
    await givenSkill(world, 'lang.cy', cym);
    await world.quiet();
    const skills = [
      { skill: 'billing', isMandatory: true },
      { skill: 'lang.cy', isMandatory: false, dropAfter: 'PT60S' },
    ];
    const overflow = { overflowTeamId: other.place.teamId, overflowAfter: 'PT2M' };
    await givenQueue(world, place, { skills, ...overflow });
    const [first, second] = await givenWaiting(world, place, [{ openedAt: OPENED }, { openedAt: OPENED }]);
    const known = [first, second];
    after(59_999);
    expect(await next(world, bill)).toBe('LACKS_PREFERRED_SKILL');
    expect(await next(world, cym)).toBe('LACKS_SKILL');
    expect(await next(world, olwen)).toBe('NOT_YET_OVERFLOWING');
    after(60_000);
    expect(await next(world, cym)).toBe('LACKS_SKILL');
    const offer = await next(world, bill);
    if (typeof offer === 'string') throw new Error(offer);
    expect(known).toContain(offer.case.id);
    const told = await reasonsOf(offer.case.id);
    expect(told?.reasons.asked).toEqual([
      { key: 'billing', isMandatory: true, isDropped: false },
      { key: 'lang.cy', isMandatory: false, isDropped: true },
    ]);
    expect(verdictsOf(told)).toEqual(
      [
        ...['Ada Welsh OFF_SHIFT', 'Bill Only CHOSEN', 'Cym Only DID_NOT_ASK'],
        ...['Ada Other NOT_YET_OVERFLOWING', 'Olwen Other NOT_YET_OVERFLOWING'],
      ].sort(),
    );
    after(120_000);
    expect(await next(world, cym)).toBe('LACKS_SKILL');
    const overflown = await next(world, olwen);
    if (typeof overflown === 'string') throw new Error(overflown);
    expect(known.filter((id) => id !== offer.case.id)).toEqual([overflown.case.id]);
    expect(await reasonsOf(overflown.case.id)).toMatchObject({ isOverflow: true });
  });
});
