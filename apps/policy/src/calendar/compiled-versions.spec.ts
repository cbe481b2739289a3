import { describe, expect, it } from '@jest/globals';
import { alwaysOpen, compileCalendar, type BusinessCalendar } from '@courtesy/kernel';
import { rememberCompiled } from './compiled-versions.ts';

describe('compiled versions', () => {
  const compiledCount = (limit: number) => {
    let runs = 0;
    const compile = (hours: BusinessCalendar) => {
      runs += 1;
      return compileCalendar(hours);
    };
    const compiled = rememberCompiled(limit, compile);
    return { ask: (id: string) => compiled({ ...alwaysOpen(), id }), runs: () => runs };
  };

  it('are compiled once, whoever asks again', () => {
    const { ask, runs } = compiledCount(2);
    expect(ask('a')).toBe(ask('a'));
    expect(runs()).toBe(1);
  });

  it('are kept up to a limit, the one used longest ago going first', () => {
    const { ask, runs } = compiledCount(2);
    for (const id of ['a', 'b', 'a', 'c']) ask(id);
    expect(runs()).toBe(3);
    ask('a');
    expect(runs()).toBe(3);
    ask('b');
    expect(runs()).toBe(4);
  });
});
