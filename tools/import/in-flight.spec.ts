import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { InFlight } from './in-flight.ts';

describe('Work in flight', () => {
  it('is never more than its limit, and as much', async () => {
    const inFlight = new InFlight(3);
    let running = 0;
    let most = 0;
    for (let n = 0; n < 20; n += 1)
      await inFlight.begin(async () => {
        most = Math.max(most, (running += 1));
        await pause(2);
        running -= 1;
      });
    await inFlight.settled();
    expect(most).toBe(3);
    expect(running).toBe(0);
  });

  it('tells whoever begins or waits next of a failure, and begins nothing more', async () => {
    const inFlight = new InFlight(1);
    await inFlight.begin(() => Promise.reject(new Error('lost')));
    await expect(inFlight.begin(() => Promise.resolve())).rejects.toThrow('lost');
    await expect(inFlight.settled()).rejects.toThrow('lost');
  });
});
