import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { overlap, problemsOfEnds, problemWithSpan, type Span } from './relationship.ts';

const gwen = { id: 'cust_1', kind: 'PERSON' } as const;
const rhys = { id: 'cust_2', kind: 'PERSON' } as const;
const mill = { id: 'cust_3', kind: 'ORGANISATION' } as const;
const home = { id: 'cust_4', kind: 'HOUSEHOLD' } as const;

describe('a relationship', () => {
  it.each([
    [gwen, 'MEMBER_OF_HOUSEHOLD', home, []],
    [gwen, 'MEMBER_OF_HOUSEHOLD', mill, ['relatedId']],
    [mill, 'EMPLOYEE_OF', home, ['customerId', 'relatedId']],
    [gwen, 'CARER_OF', rhys, []],
    [gwen, 'CARER_OF', gwen, ['relatedId']],
    [mill, 'AUTHORISED_TO_ACT_FOR', gwen, []],
    [home, 'AUTHORISED_TO_ACT_FOR', gwen, ['customerId']],
  ] as const)('of %j %s %j has problems at %j', (customer, kind, related, paths) => {
    expect(problemsOfEnds(customer, kind, related).map(({ path }) => path)).toEqual(paths);
  });

  it('ends after it begins', () => {
    const at = new Date('2026-01-01');
    expect(problemWithSpan({ validFrom: at, validTo: at })).toMatchObject({ path: 'to' });
    expect(problemWithSpan({ validFrom: at, validTo: null })).toBeNull();
  });

  it('overlaps with another when there is an instant at which both hold', () => {
    const days = 12;
    const span = fc
      .tuple(fc.nat(days), fc.option(fc.nat(days)))
      .map(([from, to]): Span => ({ validFrom: new Date(from), validTo: to === null ? null : new Date(to) }));
    const holds = ({ validFrom, validTo }: Span, at: number) =>
      validFrom.getTime() <= at && (validTo === null || validTo.getTime() > at);
    fc.assert(
      fc.property(span, span, (one, other) => {
        const instants = Array.from({ length: days + 2 }, (_, at) => at);
        expect(overlap(one, other)).toBe(instants.some((at) => holds(one, at) && holds(other, at)));
      }),
    );
  });
});
