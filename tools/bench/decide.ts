import { cpus } from 'node:os';
import { openDecisions } from '@courtesy/policy/src/bounded-decisions.ts';
import { analyse } from '@courtesy/policy/src/dmn/analysis.ts';
import { compileModel } from '@courtesy/policy/src/dmn/compile.ts';
import type { DecisionModel, DecisionTableLogic, TableRule } from '@courtesy/policy/src/dmn/model.ts';
import { throughGateway } from './decide-through-gateway.ts';

const RULES = 50;
const SECONDS = 3;

/** The milliseconds that some work took. */
async function timed(work: () => unknown): Promise<number> {
  const from = performance.now();
  await work();
  return Math.round((performance.now() - from) * 10) / 10;
}

/** How long a written billion and a given one take to be refused, milliseconds; the second four times over. */
async function refusals(): Promise<{ written: number; given: number[] }> {
  const model = (text: string): DecisionModel => ({
    ...refundTable(),
    decisions: [{ id: 'd', name: 'd', type: null, requires: ['amount'], logic: { kind: 'literal', text } }],
  });
  const refuse = () => {
    try {
      compileModel(model('for i in 1..1000000000 return i'));
    } catch {
      return;
    }
    throw new Error('A loop over a billion was accepted.');
  };
  const written = await timed(refuse);
  const decisions = openDecisions();
  const request = {
    key: 'runaway',
    compiled: compileModel(model('for i in 1..amount return i')),
    decision: 'd',
    facts: { amount: 1e9 },
  };
  const given: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    given.push(await timed(() => decisions.decide(request)));
    // The thread that ran away is replaced meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await decisions.close();
  return { written, given };
}

/** A refund table as a retailer might write it: bands of amount by days since purchase, and whether the goods are faulty. */
function refundTable(): DecisionModel {
  const rules = Array.from({ length: RULES }, (_, band): TableRule => {
    const from = band * 10;
    return {
      id: `r${band + 1}`,
      tests: [`[${from}..${from + 10})`, band % 2 === 0 ? '<= 30' : '> 30', '-'],
      outputs: [band < 20 ? '"ALLOW"' : '"NEEDS_APPROVAL"'],
      annotations: [`refunds.${band + 1}`],
    };
  });
  const input = (name: string, type: string) => ({ id: name, name, type });
  const column = (expression: string, type: string) => ({ label: null, expression, type, allowedValues: null });
  return {
    name: 'refunds',
    namespace: 'urn:courtesy:bench',
    types: [],
    inputs: [input('amount', 'number'), input('days', 'number'), input('faulty', 'boolean')],
    knowledge: [],
    decisions: [
      {
        id: 'refund',
        name: 'refund',
        type: 'string',
        requires: ['amount', 'days', 'faulty'],
        logic: {
          kind: 'table',
          hitPolicy: 'FIRST',
          aggregation: null,
          annotations: ['Clause'],
          inputs: [column('amount', 'number'), column('days', 'number'), column('faulty', 'boolean')],
          outputs: [{ name: null, label: null, type: 'string', allowedValues: null, defaultEntry: '"DENY"' }],
          rules,
        },
      },
    ],
  };
}

/** Rounds of a thousand different sets of facts over the same compiled table, for a few seconds: decisions a second of each round. */
function rounds(): { compileMs: number; outcomes: string[]; perSecond: number[] } {
  const started = performance.now();
  const model = compileModel(refundTable());
  const compileMs = Math.round((performance.now() - started) * 10) / 10;
  const facts = Array.from({ length: 1000 }, (_, round) => factsOf(round));
  const outcomes = new Set(facts.map((each) => String(model.conclude('refund', each).value)));
  const perSecond: number[] = [];
  for (const end = performance.now() + SECONDS * 1000; performance.now() < end;) {
    const from = performance.now();
    for (const each of facts) model.conclude('refund', each);
    perSecond.push((facts.length / (performance.now() - from)) * 1000);
  }
  return { compileMs, outcomes: [...outcomes].sort(), perSecond: perSecond.sort((a, b) => a - b) };
}

const factsOf = (round: number) => ({ amount: (round * 7) % 520, days: (round * 11) % 60, faulty: round % 3 === 0 });
const givenFacts = (round: number) => {
  const { amount, days, faulty } = factsOf(round);
  return [
    { name: 'amount', number: String(amount) },
    { name: 'days', number: String(days) },
    { name: 'faulty', isTrue: faulty },
  ];
};

/**
 * `npm run bench -- decide` prints one JSON line: decisions a second in this process, each with the trace of every rule, and through the
 * gateway of a stack of its own, each entered in the ledger. With `--in-process` it starts no stack.
 */
async function main(words: readonly string[]): Promise<void> {
  const [decision] = refundTable().decisions;
  const table = decision?.logic as DecisionTableLogic;
  const { compileMs, outcomes, perSecond } = rounds();
  const at = (share: number) => Math.round(perSecond[Math.floor((perSecond.length - 1) * share)] ?? 0);
  const figures = {
    rules: RULES,
    outcomes,
    compileMs,
    decisionsPerSecond: { slowestRound: at(0), median: at(0.5), fastestRound: at(1) },
    analyseMs: await timed(() => analyse(table)),
    refusedMs: await refusals(),
    ...(!words.includes('--in-process') && { throughGateway: await throughGateway(table, givenFacts) }),
    node: process.version,
    cpu: cpus()[0]?.model,
  };
  console.log(JSON.stringify(figures));
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  },
);
