import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decide } from '../../test/decision-world.ts';
import { answer, type Expected, type GoldenFacts, type Question } from '../../test/golden/oracle.ts';
import { startWorld, type World } from '../../test/policy-world.ts';
import { factsOf, givenRetail } from '../../test/rule-pack-world.ts';
import { analyse } from '../dmn/analysis.ts';
import { shippedPack } from './rule-pack.store.ts';
import type { RulePack } from './rule-pack.ts';

interface GoldenCase {
  readonly id: string;
  readonly question: Question;
  readonly facts: GoldenFacts;
  readonly expected: Expected;
}

const cases = JSON.parse(
  readFileSync(new URL('../../test/golden/money-rules.json', import.meta.url), 'utf8'),
) as readonly GoldenCase[];

let world: World;
let tableOf: (question: Question) => string | undefined;
let pack: RulePack;
beforeAll(async () => {
  world = await startWorld();
  const { decisionTables } = await givenRetail(world);
  tableOf = (question) => decisionTables.find(({ name }) => name === question)?.id;
  const shipped = await shippedPack('retail');
  if (!shipped) throw new Error('The retail pack does not ship');
  pack = shipped;
});
afterAll(() => world?.close());

/** Decides each case through the graph, in order. */
async function decideAll() {
  const made = [];
  for (const { question, facts } of cases) {
    const { decision } = await decide(world, { decisionTableId: tableOf(question), facts: factsOf(facts) });
    made.push(decision);
  }
  return made;
}

describe('two hundred golden cases (row 9)', () => {
  it('say what the clauses say, to somebody who never saw the tables', () => {
    expect(cases).toHaveLength(200);
    expect(new Set(cases.map(({ question, facts }) => JSON.stringify([question, facts]))).size).toBe(200);
    for (const { id, question, facts, expected } of cases)
      expect({ id, ...answer(question, facts) }).toEqual({ id, ...expected });
  });

  it('rest on every clause that the tables cite, and have facts missing', () => {
    const rules = pack.tables.flatMap(({ model }) =>
      model.decisions.flatMap(({ logic }) => (logic.kind === 'table' ? logic.rules : [])),
    );
    const cited = new Set(rules.map(({ annotations: [clause] }) => clause));
    const met = new Set(cases.flatMap(({ expected }) => expected.clauses));
    expect([...cited].filter((clause) => !met.has(clause ?? ''))).toEqual([]);
    expect(cases.filter(({ expected }) => expected.missing.length > 0).length).toBeGreaterThan(30);
  });

  it('are decided so through the graph: outcome, clauses, missing facts and documents of all 200', async () => {
    const made = await decideAll();
    const wrong = made.flatMap(({ outcome, clauses, missingFacts, requiredDocuments }, index) => {
      const { id, expected } = cases[index] as GoldenCase;
      const got: Expected = {
        outcome: outcome as Expected['outcome'],
        clauses: clauses.map(({ anchor }) => anchor),
        documents: requiredDocuments,
        missing: missingFacts.map(({ field }) => field),
      };
      return JSON.stringify(got) === JSON.stringify(expected) ? [] : [{ id, expected, got }];
    });
    expect(wrong).toEqual([]);
    expect(new Set(made.flatMap(({ unresolvedClauses }) => unresolvedClauses)).size).toBe(0);
    const again = await decideAll();
    expect(again.map(({ id }) => id)).not.toEqual(made.map(({ id }) => id));
    for (const [index, { factsHash, outcome, digest, tableVersion }] of again.entries())
      expect({ factsHash, outcome, digest, tableVersion }).toEqual({
        factsHash: made[index]?.factsHash,
        outcome: made[index]?.outcome,
        digest: made[index]?.digest,
        tableVersion: made[index]?.tableVersion,
      });
    expect(new Set(made.map(({ factsHash }) => factsHash)).size).toBe(
      new Set(cases.map(({ facts }) => JSON.stringify(facts))).size,
    );
  }, 60_000);
});

describe('the tables of the retail pack', () => {
  it('answer all facts without a default, each rule is reached, and where one rule may match only one does', () => {
    for (const { model } of pack.tables)
      for (const { logic } of model.decisions)
        expect(logic.kind === 'table' && analyse(logic)).toEqual({
          ...{ gaps: [], overlaps: [], unreachable: [], hasDefault: false, undecided: [], isComplete: true },
        });
  });
});
