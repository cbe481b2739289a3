import { describe, expect, it } from '@jest/globals';
import {
  homeOf,
  newContactPoint,
  oneLine,
  problemsOfContactPoint,
  spellingsOf,
  type ContactPoint,
} from './contact-point.ts';

const now = new Date('2026-03-02T10:00:00Z');

describe('what a text is looked for as', () => {
  it('is looked for among the kinds that a text can be one of', () => {
    expect(spellingsOf('john1975@example.org', 'GB').map(({ kind }) => kind)).toEqual(['EMAIL', 'POSTAL', 'SOCIAL']);
    expect(spellingsOf(' ')).toEqual([]);
  });
});

describe('a contact point', () => {
  it('is read in one line, with the parts that are known', () => {
    expect(oneLine({ lines: [' 1 High Street '], territory: 'LA', postcode: '705XX', country: 'US' })).toBe(
      '1 High Street, LA, 705XX, US',
    );
    expect(oneLine({ lines: [], locality: null })).toBe('');
  });

  it.each([
    [{ kind: 'EMAIL' }, ['value']],
    [{ kind: 'EMAIL', value: 'gwen' }, ['value']],
    [{ kind: 'EMAIL', value: `${'x'.repeat(500)}@example.org` }, ['value']],
    [{ kind: 'PHONE', value: '+44 29 2018 0000', address: { territory: 'LA' } }, ['address']],
    [{ kind: 'POSTAL' }, ['address']],
    [{ kind: 'POSTAL', value: 'here', address: { territory: 'LA' } }, ['value']],
    [{ kind: 'POSTAL', address: {} }, ['address']],
    [{ kind: 'POSTAL', address: { country: 'us' } }, ['address.country']],
    [{ kind: 'POSTAL', address: { lines: Array<string>(11).fill('x') } }, ['address.lines']],
    [{ kind: 'POSTAL', address: { lines: ['x'.repeat(300), 'y'.repeat(300)] } }, ['address']],
    [{ kind: 'SOCIAL', value: '@gwen', validFrom: new Date('2030-01-01') }, ['validFrom']],
    [{ kind: 'SOCIAL', value: '@gwen' }, []],
  ] as const)('%j has problems at %j', (point, paths) => {
    expect(problemsOfContactPoint(point, now).map((problem) => problem.path)).toEqual(paths);
  });
});

describe('the home of a customer', () => {
  const point = (id: string, territory: string | null, ended = false): ContactPoint => ({
    ...newContactPoint(
      { kind: 'POSTAL', address: { territory, country: 'US' }, validFrom: new Date(`2026-01-0${id}`) },
      { customerId: 'c', since: now },
    ),
    id,
    validTo: ended ? now : null,
  });

  it('is their latest address in use, whatever the order', () => {
    const points = [point('2', 'LA'), point('1', 'TX'), point('3', 'NY', true)];
    expect(homeOf(points)).toEqual({ territory: 'LA', country: 'US' });
    expect(homeOf(points.toReversed())).toEqual({ territory: 'LA', country: 'US' });
  });

  it('is unknown without one', () => {
    expect(homeOf([])).toEqual({ territory: null, country: null });
    const email = newContactPoint({ kind: 'EMAIL', value: 'a@b' }, { customerId: 'c', since: now });
    expect(homeOf([{ id: 'e', ...email }, point('3', 'NY', true)])).toEqual({ territory: null, country: null });
  });
});
