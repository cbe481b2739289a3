import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import fc from 'fast-check';
import { anyInput, mutations } from '../../test/any-mutation.ts';
import { clock, givenCase, manager, someId, startWorld, type World } from '../../test/cases-world.ts';
import { brokenInvariants, lost, readIds, readLedgers, type Ledgers } from '../../test/invariants.ts';
import { boughtLine, customersTell, purchase } from '../../test/purchase-feed.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const teamId = someId('team');
const siteId = someId('site');
const customerId = someId('cust');
const actors = {
  manager: { ...manager, personId: someId('pers') },
  lead: caller('LEAD', { teamId, siteId, personId: someId('pers') }),
  agent: caller('AGENT', { teamId, siteId, personId: someId('pers') }),
  admin: caller('ADMIN', { personId: someId('pers') }),
};
type ActorName = keyof typeof actors;

/** What the test expects of the service: nothing that was on a ledger goes or changes. */
interface Model {
  ledgers: Ledgers;
}

/** What the service may answer beside data: a refusal of the request itself, never a failure of its own. */
const expected = new Set(['FORBIDDEN', 'BAD_USER_INPUT', 'UNAUTHENTICATED', 'PEER_UNAVAILABLE']);

interface Failure {
  readonly message: string;
  readonly extensions?: { readonly code?: string };
}

/** One mutation by somebody, with whatever input the seed makes of what there is. */
class Asked implements fc.AsyncCommand<Model, World> {
  readonly mutation: string;
  readonly who: ActorName;
  readonly seed: number;
  private told = '';

  constructor(mutation: string, who: ActorName, seed: number) {
    this.mutation = mutation;
    this.who = who;
    this.seed = seed;
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, real: World): Promise<void> {
    clock.advance(60_000 * (1 + (this.seed % 90)));
    const { query, input } = anyInput(this.mutation, this.seed, await readIds(real));
    this.told = JSON.stringify(input);
    const answer = await real.service.execute({ query, variables: { input }, actor: actors[this.who] });
    const failures = ((answer.errors ?? []) as Failure[]).filter(
      ({ extensions }) => !expected.has(extensions?.code ?? ''),
    );
    expect(failures.map(({ message, extensions }) => `${extensions?.code}: ${message}`)).toEqual([]);
    const after = await readLedgers(real);
    expect(lost(model.ledgers, after)).toEqual([]);
    model.ledgers = after;
    expect(await brokenInvariants(real, clock())).toEqual([]);
  }

  toString(): string {
    return `${this.who}: ${this.mutation}(${this.told || `seed ${this.seed}`})`;
  }
}

/** Empties the database. The service goes on working meanwhile, so whoever asks for all tables may have to ask again. */
async function emptied(tries = 5): Promise<void> {
  try {
    await world.database.reset();
  } catch (failure) {
    const isDeadlock = (failure as { code?: unknown }).code === '40P01';
    if (!isDeadlock || tries === 0) throw failure;
    await emptied(tries - 1);
  }
}

/** Cases of one customer, in several states, with contacts and something bought. */
async function givenBeginnings(): Promise<void> {
  const common = { customerId, teamId, siteId, openedAt: clock().toISOString() };
  await givenCase(world, common);
  await givenCase(world, { ...common, type: 'RETURN' });
  await givenCase(world, { ...common, type: 'ENQUIRY', channel: 'EMAIL' });
  const bought = purchase({ customerId, orderNumber: someId('pur'), lines: [boughtLine(), boughtLine()] });
  const tenders = [{ id: someId('tend'), kind: 'CREDIT_CARD', amountMinor: '20000', reference: 'card-1' }];
  await customersTell(world.service.database, { [someId('pur')]: { ...bought, tenders } });
}

/** The everyday ones, asked more often: it is they that lead to where the others begin. */
const everyday = [
  ...['startCase', 'awaitCustomer', 'resolveCase', 'closeCase', 'reopenCase', 'logInteraction', 'logInteraction'],
  ...[
    'mergeCases',
    'undoMerge',
    'splitCase',
    'requestRefund',
    'requestReturn',
    'addTask',
    'completeTask',
    'acceptTask',
  ],
  ...['transitionCases', 'proposeIncident', 'declareIncident', 'linkAffectedCustomers', 'escalateCase'],
];

const numRuns = Number(process.env['ANY_ORDER_RUNS'] ?? 12);

describe('every mutation in any order by several people', () => {
  it('leads no case where the table does not, takes back no record, pays no more than was paid, and leaves clocks that tile their time', async () => {
    const asked = fc
      .tuple(
        fc.constantFrom(...mutations, ...everyday, ...everyday, ...everyday),
        fc.constantFrom(...(Object.keys(actors) as ActorName[])),
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      )
      .map(([mutation, who, seed]) => new Asked(mutation, who, seed));
    await fc.assert(
      fc.asyncProperty(fc.commands([asked], { maxCommands: 60, size: 'max' }), async (commands) => {
        // Each sequence begins with nothing: what shrinks is what breaks, and not what an earlier one left behind.
        await emptied();
        clock.set('2026-03-02T10:00:00.000Z');
        await givenBeginnings();
        const ledgers = await readLedgers(world);
        await fc.asyncModelRun(() => ({ model: { ledgers }, real: world }), commands);
      }),
      { numRuns, ...(process.env['ANY_ORDER_SEED'] && { seed: Number(process.env['ANY_ORDER_SEED']) }) },
    );
  }, 600_000);
});
