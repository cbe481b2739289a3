import { describe, expect, it } from '@jest/globals';
import { givenDatabase } from './databases.ts';
import { portOf, startOptions } from './options.ts';
import { portsFrom } from './ports.ts';
import { CalledOff, teardown } from './teardown.ts';

describe('the command line of npm start', () => {
  it('asks for a demo on port 4000 when it is empty', () => {
    expect(startOptions([])).toEqual({ fresh: false, port: 4000, demo: true, dataDir: '.courtesy' });
  });

  it('takes every flag', () => {
    expect(startOptions(['--fresh', '--port', '5000', '--no-demo', '--data', '/tmp/d'])).toEqual({
      fresh: true,
      port: 5000,
      demo: false,
      dataDir: '/tmp/d',
    });
  });

  it.each([[['--prot', '1']], [['--port', 'x']], [['--port', '65530']], [['stray']]])(
    'refuses %j in one line',
    (argv) => {
      expect(() => startOptions(argv)).toThrow(
        expect.objectContaining({ name: 'BadCommandLine', message: expect.not.stringContaining('\n') }),
      );
    },
  );

  it('refuses ports from which the rest of the stack would not fit', () => {
    expect(portOf('65525')).toBe(65_525);
    expect(() => portOf('0')).toThrow('say a number from 1 to 65525');
  });
});

describe('the ports of a stack', () => {
  it('all shift with the gateway’s', () => {
    expect(portsFrom(5000)).toMatchObject({
      gateway: 5000,
      customers: 5001,
      cases: 5002,
      workforce: 5003,
      policy: 5004,
      metrics: 5005,
      issuer: 5009,
      postgres: 5010,
    });
  });
});

describe('a database given from outside', () => {
  it('migrates as its own role where one is given, else as the one that serves', () => {
    const environment = {
      CASES_DATABASE_URL: 'postgres://a/c',
      POLICY_DATABASE_URL: 'postgres://a/p',
      POLICY_MIGRATION_DATABASE_URL: 'postgres://o/p',
    };
    expect(givenDatabase('cases', environment)).toEqual({ appUrl: 'postgres://a/c', ownerUrl: 'postgres://a/c' });
    expect(givenDatabase('policy', environment)).toEqual({ appUrl: 'postgres://a/p', ownerUrl: 'postgres://o/p' });
    expect(givenDatabase('metrics', environment)).toBeUndefined();
  });
});

describe('a teardown', () => {
  it('undoes in reverse, once, past a step that fails', async () => {
    const undone: string[] = [];
    const undo = teardown();
    await undo.add(() => void undone.push('first'));
    await undo.add(() => Promise.reject(new Error('stuck')));
    await undo.add(() => void undone.push('last'));
    await expect(undo.run()).rejects.toThrow('stuck');
    await expect(undo.run()).rejects.toThrow('stuck');
    expect(undone).toEqual(['last', 'first']);
  });

  it('undoes at once what was done after the start had been called off', async () => {
    const undo = teardown();
    await undo.run();
    let undone = false;
    await expect(undo.add(() => void (undone = true))).rejects.toThrow(CalledOff);
    expect(undone).toBe(true);
  });
});
