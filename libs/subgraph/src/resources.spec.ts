import { describe, expect, it } from '@jest/globals';
import type { Database } from '@courtesy/persistence';
import { pino } from 'pino';
import { openResources, type Resource, type ResourceHost } from './resources.ts';

const host: ResourceHost = {
  config: { WARMTH: 7 },
  database: {} as Database,
  tables: [],
  now: () => new Date('2026-03-02T10:00:00Z'),
  newId: (prefix) => `${prefix}_1`,
  log: pino({ level: 'silent' }),
  peer: (name) => {
    throw new Error(`Nobody calls ${name} here`);
  },
};

let told: string[] = [];
const noted = <T>(name: string, value: T): Resource<T> => ({
  name,
  open: () => {
    told.push(`open ${name}`);
    return value;
  },
  close: async (opened) => void told.push(`close ${name} ${String(opened)}`),
});
const threads = noted('threads', 2);
const cache = noted('cache', 'warm');

describe('the resources of a service', () => {
  it('are opened in order, had by their definition, and closed the last one first', async () => {
    told = [];
    const resources = await openResources([threads, cache], host);
    const sum: number = resources.get(threads) + 1;
    expect([sum, resources.get(cache)]).toEqual([3, 'warm']);
    await resources.close();
    expect(told).toEqual(['open threads', 'open cache', 'close cache warm', 'close threads 2']);
  });

  it('find the process that opens them', async () => {
    const stove: Resource<string> = {
      name: 'stove',
      open: ({ config, now, newId }) => [newId('fire'), config['WARMTH'], now().toISOString()].join(' '),
      close: () => {},
    };
    const resources = await openResources([stove], host);
    expect(resources.get(stove)).toBe('fire_1 7 2026-03-02T10:00:00.000Z');
    await resources.close();
  });

  it('are closed again when a later one does not open', async () => {
    told = [];
    const broken: Resource<never> = {
      name: 'broken',
      open: () => Promise.reject(new Error('no room')),
      close: () => {},
    };
    await expect(openResources([threads, broken], host)).rejects.toThrow('no room');
    expect(told).toEqual(['open threads', 'close threads 2']);
  });

  it('are those that the definition lists', async () => {
    const resources = await openResources([threads], host);
    expect(() => resources.get(cache)).toThrow(
      `The resource "cache" is not open; the service's definition must list it`,
    );
    await resources.close();
    expect(() => resources.get(threads)).toThrow('is not open');
  });
});
