import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { clerk, decide, givenTable, modelOf, refundFacts, tryDecision } from '../../test/decision-world.ts';
import { ask, clock, errorOf, NOON, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

interface Suggested {
  readonly changes: readonly {
    readonly field: string;
    readonly inWords: string;
    readonly to: { readonly kind: string; readonly text: string };
  }[];
  readonly outcome: string;
}
interface Searched {
  readonly found: readonly Suggested[];
  readonly isComplete: boolean;
}

const FIELDS = '{ found { changes { field inWords to { kind text } } outcome } isComplete }';
async function searched(input: object, args = ''): Promise<Searched> {
  const query = `query ($input: TryDecisionInput!) { tryDecision(input: $input) { ... on DecisionTried { counterfactuals${args} ${FIELDS} } } }`;
  const { tryDecision: tried } = await ask<{ tryDecision: { counterfactuals: Searched } }>(
    world,
    query,
    { input },
    clerk,
  );
  return tried.counterfactuals;
}

/** What a caller gives after looking at a suggestion: the same facts, but those. */
const INPUTS: Readonly<Record<string, (text: string) => object>> = {
  BOOLEAN: (text) => ({ isTrue: text === 'true' }),
  NUMBER: (number) => ({ number }),
  DATE: (date) => ({ date }),
  TEXT: (text) => ({ text }),
};
const applied = (facts: readonly object[], changes: Suggested['changes']) => {
  const changed = new Map(facts.map((fact) => [(fact as { name: string }).name, fact]));
  for (const { field, to } of changes) changed.set(field, { name: field, ...INPUTS[to.kind]?.(to.text) });
  return [...changed.values()];
};
/** All ways to leave out at least one of the changes, and to keep at least one. */
const lesser = (changes: Suggested['changes']) =>
  Array.from({ length: 2 ** changes.length - 2 }, (_, mask) =>
    changes.filter((__, place) => ((mask + 1) >> place) % 2 === 1),
  );

/** Refunds that are not allowed, each another one: late, unproved, dear, and all of these in turn. */
const refusedFacts = (index: number) =>
  refundFacts({
    faulty: index % 5 === 0 ? null : { isTrue: index % 7 === 0 },
    returned: { date: new Date(Date.UTC(2026, 2, 1 + ((index * 13) % 400))).toISOString().slice(0, 10) },
    proof: index % 11 === 0 ? null : { text: ['RECEIPT', 'CARD', 'WORD'][index % 3] },
    amount: { number: String(((index * 37) % 300) + (index % 4) / 4) },
  });

/** Row 56 of the table of capabilities. */
describe('what would change a decision', () => {
  it('flips its outcome in 200 of 200, and no part of a suggestion does', async () => {
    const { decisionTableId } = await givenTable(world);
    const outcomeOf = async (facts: readonly object[]) =>
      (await tryDecision(world, { decisionTableId, facts })).outcome;
    let [checked, flipped, several] = [0, 0, 0];
    for (let index = 0; checked < 200; index += 1) {
      expect(index).toBeLessThan(400);
      const facts = refusedFacts(index);
      const { found, isComplete } = await searched({ decisionTableId, facts });
      expect(isComplete).toBe(true);
      for (const { changes } of found.slice(0, 200 - checked)) {
        checked += 1;
        if ((await outcomeOf(applied(facts, changes))) === 'ALLOW') flipped += 1;
        for (const part of lesser(changes)) expect(await outcomeOf(applied(facts, part))).not.toBe('ALLOW');
        if (changes.length > 1) several += 1;
      }
    }
    expect([checked, flipped]).toEqual([200, 200]);
    expect(several).toBeGreaterThan(20);
  }, 60_000);

  it('is said in words, such as a receipt dated some days later, by the version that decided', async () => {
    const { decisionTableId } = await givenTable(world);
    const facts = refundFacts({ bought: { date: '2026-01-29' }, returned: { date: '2026-03-03' } });
    const { decision } = await decide(world, { decisionTableId, facts });
    expect(decision.outcome).toBe('DENY');
    const search = async (args: string) => {
      const query = `query ($id: ID!) { decision(id: $id) { counterfactuals${args} ${FIELDS} } }`;
      const { decision: seen } = await ask<{ decision: { counterfactuals: Searched } }>(
        world,
        query,
        { id: decision.id },
        clerk,
      );
      return seen.counterfactuals.found.map(({ changes }) => changes.map(({ inWords }) => inWords).join(' and '));
    };
    expect(await search('')).toEqual([
      'faulty: true instead of false',
      'bought: 2026-02-01 instead of 2026-01-29 (3 days later)',
      'returned: 2026-02-28 instead of 2026-03-03 (3 days earlier)',
    ]);
    expect(await search('(keep: ["faulty", "returned"])')).toEqual([
      'bought: 2026-02-01 instead of 2026-01-29 (3 days later)',
    ]);
    expect(await search('(wanted: NEEDS_APPROVAL, keep: ["returned", "bought"])')).toEqual([
      'faulty: true instead of false and amount: 100.01 instead of 49.99 (50.02 more)',
    ]);
    expect(await search('(wanted: null, limit: 1)')).toHaveLength(1);
    expect(await search('(wanted: DENY)')).toEqual([]);
    const bad = `query ($id: ID!) { decision(id: $id) { counterfactuals(limit: 21) { isComplete } } }`;
    expect(await errorOf(world, bad, { id: decision.id }, clerk)).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('is not looked for longer than a search may take', async () => {
    const model = modelOf({ facts: [['n', 'number']], outputs: [['outcome', null]], rules: [] });
    const text = 'if count(for i in 1..n return i) > 10000000000 then "ALLOW" else "DENY"';
    const decisions = model.decisions.map((each) => ({ ...each, logic: { kind: 'literal', text } as const }));
    const { decisionTableId } = await givenTable(world, { ...model, decisions });
    const facts = [{ name: 'n', number: '10' }];
    expect(await searched({ decisionTableId, facts })).toEqual({ found: [], isComplete: false });
  });
});
