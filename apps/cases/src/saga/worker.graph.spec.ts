import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { ResourceHost } from '@courtesy/subgraph';
import { startWorld, type World } from '../../test/cases-world.ts';
import type { SagaPlan } from './driving.commands.ts';
import { entriesOf, addSaga, sagasOf, takeSaga } from './saga.store.ts';
import { sagaWorker, type Plans, type SagaWorker } from './worker.commands.ts';

let world: World;
const opened: { readonly worker: SagaWorker; readonly close: () => Promise<void> }[] = [];
let ids = 0;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  for (const { close } of opened) await close();
  await world?.close();
});

interface Toy {
  readonly id: string;
}

/** A plan of three steps that knows nothing of money: what they did is told by name. */
function toyPlan(
  kind: string,
  told: string[],
  steps: Partial<Record<string, () => Promise<void>>> = {},
): SagaPlan<Toy> {
  const step = (name: string) => ({
    name,
    run: async ({ subject }: { subject: Toy }) => {
      await steps[name]?.();
      told.push(`${subject.id} ${name}`);
      return { type: 'DONE' as const, answer: null };
    },
    undo: ({ subject }: { subject: Toy }) => Promise.resolve(void told.push(`${subject.id} undo ${name}`)),
  });
  return {
    ...{ kind, steps: ['FIRST', 'SECOND', 'THIRD'].map(step), load: (_, id) => Promise.resolve({ id }) },
    took: () => Promise.resolve(),
    ended: (_, { id }, ending) => Promise.resolve(void told.push(`${id} ended ${ending ?? 'well'}`)),
  };
}

/** A worker as another instance of the service would have it. */
async function givenWorker(plan: SagaPlan<Toy>, config: Record<string, unknown> = {}): Promise<SagaWorker> {
  const host: ResourceHost = {
    config: { DATABASE_URL: world.database.appUrl, SAGA_RETRY_MS: 20, SAGA_LEASE_MS: 60_000, ...config },
    database: world.service.database,
    tables: [],
    now: () => new Date(),
    newId: (prefix) => `${prefix}_${(ids += 1)}_${Math.random()}`,
    log: pino({ level: 'silent' }),
    peer: () => {
      throw new Error('Nobody is called here');
    },
  };
  const resource = sagaWorker((() => [plan]) as unknown as Plans);
  const worker = await resource.open(host);
  opened.push({ worker, close: async () => resource.close(worker) });
  return worker;
}
const db = () => world.service.database.manager;
const stateOf = async (id: string) => (await sagasOf(db(), [id])).get(id)?.state;

describe('the worker of sagas', () => {
  it('takes each step once, however many workers look for work', async () => {
    const told: string[] = [];
    const names = Array.from({ length: 20 }, (_, i) => `toy_${i}`);
    for (const id of names) await addSaga(db(), { id, kind: 'TOY', at: new Date() });
    const workers = await Promise.all([1, 2, 3].map(() => givenWorker(toyPlan('TOY', told))));
    await Promise.all(names.flatMap((id) => workers.map((worker) => worker.run(id))));
    for (const id of names) {
      expect(await stateOf(id)).toBe('DONE');
      const all = ['FIRST', 'SECOND', 'THIRD', 'ended well'].map((what) => `${id} ${what}`);
      expect(told.filter((each) => each.startsWith(`${id} `))).toEqual(all);
    }
  });

  it('takes over from one that is gone when its lease runs out, and not before', async () => {
    const told: string[] = [];
    await addSaga(db(), { id: 'toy_gone', kind: 'LEFT', at: new Date() });
    const lease = { word: 'of one that is gone', ms: 60_000 };
    expect(await takeSaga(db(), { now: new Date(), lease, kinds: ['LEFT'] })).toMatchObject({ id: 'toy_gone' });
    const worker = await givenWorker(toyPlan('LEFT', told));
    expect(await takeSaga(db(), { now: new Date(), lease: { word: 'another', ms: 1 }, kinds: ['LEFT'] })).toBeNull();
    expect(told).toEqual([]);
    await db().query(`UPDATE sagas SET leased_until = now() - interval '1 second' WHERE id = 'toy_gone'`);
    await worker.run('toy_gone');
    expect(told.at(-1)).toBe('toy_gone ended well');
  });

  it('writes nothing once its lease is another’s: whoever holds it asks again', async () => {
    const told: string[] = [];
    const steal = async () => {
      if (told.length > 0) return;
      await db().query(
        `UPDATE sagas SET lease = 'stolen', leased_until = now() - interval '1 second' WHERE id = 'toy_slow'`,
      );
    };
    await addSaga(db(), { id: 'toy_slow', kind: 'SLOW', at: new Date() });
    const worker = await givenWorker(toyPlan('SLOW', told, { FIRST: steal }));
    await worker.run('toy_slow');
    await worker.run('toy_slow');
    expect(await stateOf('toy_slow')).toBe('DONE');
    const entries = (await entriesOf(db(), ['toy_slow'])).get('toy_slow') ?? [];
    const first = entries.filter(({ step }) => step === 'FIRST').map(({ phase }) => phase);
    expect(first).toEqual(['TRIED', 'TRIED', 'DONE']);
  });

  it('keeps on record what an attempt failed with, and tries it again', async () => {
    const told: string[] = [];
    let failures = 2;
    const fail = async () => {
      if (failures-- > 0) throw new Error('The line is down');
    };
    await addSaga(db(), { id: 'toy_late', kind: 'LATE', at: new Date() });
    const worker = await givenWorker(toyPlan('LATE', told, { SECOND: fail }));
    for (let i = 0; i < 100 && (await stateOf('toy_late')) !== 'DONE'; i += 1) await worker.run('toy_late');
    const entries = (await entriesOf(db(), ['toy_late'])).get('toy_late') ?? [];
    const second = entries.filter(({ step }) => step === 'SECOND').map(({ phase, problem }) => [phase, problem]);
    expect(second).toEqual([
      ['TRIED', null],
      ['UNANSWERED', 'The line is down'],
      ['TRIED', null],
      ['UNANSWERED', 'The line is down'],
      ['TRIED', null],
      ['DONE', null],
    ]);
  });

  it('can be told where to end itself by a spec, and never in production', async () => {
    const wrong = { SAGA_STOP_AFTER: 'EXECUTE:CALLED', NODE_ENV: 'production' };
    await expect(givenWorker(toyPlan('NEVER', []), wrong)).rejects.toThrow(/never for production/);
    await expect(givenWorker(toyPlan('NEVER', []), { SAGA_STOP_AFTER: 'SOON' })).rejects.toThrow(/names no place/);
  });
});
