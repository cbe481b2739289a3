import { describe, expect, it } from '@jest/globals';
import { canonicalLanguage, problemsOfNames, renamed, shownName, unnamed } from './customer.ts';
import { bringForward, register, type Registration } from './registration.ts';

const now = new Date('2026-03-02T10:00:00Z');
let count = 0;
const recording = { newId: (prefix: string) => `${prefix}_${(count += 1)}`, now, by: 'spec' };
const someone = (overrides: Partial<Registration> = {}): Registration => ({
  kind: 'PERSON',
  registeredAt: new Date('2025-01-01'),
  externalIdentity: { source: 'cfpb', id: '1' },
  ...overrides,
});

describe('what a customer is called', () => {
  const identity = { source: 'cfpb', externalId: '7' };
  it.each([
    [{ displayName: 'Gwenno', givenName: 'Gwen', familyName: 'Ifans' }, 'Gwenno'],
    [{ givenName: 'Gwen', familyName: 'Ifans' }, 'Gwen Ifans'],
    [{ familyName: 'Ifans' }, 'Ifans'],
    [{}, 'cfpb 7'],
  ])('%j is %s', (names, shown) => {
    expect(shownName({ ...unnamed, ...names }, identity)).toBe(shown);
  });
  it('is Anonymous customer when nothing is known', () => {
    expect(shownName(unnamed, null)).toBe('Anonymous customer');
  });
});

describe('names', () => {
  it('stay when absent, go by null, and are kept without the spaces around them', () => {
    const named = { displayName: 'A', givenName: 'B', familyName: 'C', preferredLanguage: 'cy' };
    expect(renamed(named, {})).toEqual(named);
    expect(renamed(named, { displayName: null, givenName: ' D ', preferredLanguage: 'EN-gb' })).toEqual({
      displayName: null,
      givenName: 'D',
      familyName: 'C',
      preferredLanguage: 'en-GB',
    });
  });
  it('of an organisation are one name', () => {
    expect(problemsOfNames('ORGANISATION', { ...unnamed, displayName: 'Ifans Ltd' })).toEqual([]);
    expect(problemsOfNames('ORGANISATION', { ...unnamed, familyName: 'x' }).map((problem) => problem.path)).toEqual([
      'displayName',
      'familyName',
    ]);
    expect(problemsOfNames('PERSON', unnamed)).toEqual([]);
  });
  it('of languages are BCP 47', () => {
    expect(canonicalLanguage('cy-gb')).toBe('cy-GB');
    expect(canonicalLanguage('Welsh language')).toBeNull();
  });
});

describe('a registration', () => {
  it('takes each contact point and circumstance once, from the day of registration', () => {
    const record = register(
      someone({
        contactPoints: [
          { kind: 'EMAIL', value: 'a@b' },
          { kind: 'EMAIL', value: 'A@B ' },
        ],
        circumstances: ['Blind', ' Blind'],
      }),
      recording,
    );
    expect(record.contactPoints).toHaveLength(1);
    expect(record.circumstances).toHaveLength(1);
    expect(record.contactPoints[0]?.validFrom).toEqual(new Date('2025-01-01'));
    expect(record.customer).toMatchObject({ displayName: null, version: 1 });
  });

  it('brings a known customer forward once', () => {
    const known = register(someone(), recording);
    const more = someone({ displayName: 'Gwen', circumstances: ['Blind'] });
    const forward = bringForward(known, more, recording);
    expect(forward.customer).toMatchObject({ displayName: 'Gwen', version: 2 });
    expect(forward.circumstances).toMatchObject([{ name: 'Blind', recordedAt: now }]);
    const again = bringForward({ ...known, ...forward }, more, recording);
    expect(again.customer).toBe(forward.customer);
  });
});
