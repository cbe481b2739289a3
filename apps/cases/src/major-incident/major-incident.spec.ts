import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IncidentVerb, MajorIncidentStatus } from '@courtesy/graph-types/cases';
import { allowedIncidentVerbs, incidentTransitions, takeIncidentStep, type MajorIncident } from './major-incident.ts';
import { regulatorDueAt, regulatorRuleOf, regulatorRules } from './regulator-clock.ts';

const at = new Date('2026-03-02T10:00:00Z');
const incident = (given: Partial<MajorIncident> = {}): MajorIncident => ({
  ...{
    id: 'minc_1',
    title: 'Down',
    description: '',
    kind: 'OUTAGE',
    severity: 'MAJOR',
    status: 'PROPOSED',
    siteIds: [],
  },
  ...{ communicationsPlan: null, regulatorGround: null, awareAt: null, regulatorDueAt: null, regulatorReference: null },
  ...{ regulatorReportedAt: null, review: null, proposedBy: 'ada', proposerId: null, proposedAt: at, declaredAt: null },
  ...{ containedAt: null, resolvedAt: null, reviewedAt: null, rejectedAt: null, rejectionReason: null, version: 1 },
  ...given,
});
const verbs = Object.keys(incidentTransitions) as IncidentVerb[];
const steps = fc.array(fc.constantFrom(...verbs), { maxLength: 30 });

describe('a major incident', () => {
  it('goes from proposed to declared, contained, resolved and reviewed, or is rejected', () => {
    const after = (...taken: readonly IncidentVerb[]) =>
      taken.reduce<MajorIncident>((current, verb) => {
        const next = takeIncidentStep(current, { verb }, at);
        if ('type' in next) throw new Error(`${verb} from ${current.status}`);
        return next;
      }, incident());
    expect(after('DECLARE', 'CONTAIN', 'RESOLVE', 'REVIEW').status).toBe('REVIEWED');
    expect(after('DECLARE', 'RESOLVE').resolvedAt).toEqual(at);
    expect(after('REJECT').status).toBe('REJECTED');
    expect(() => after('DECLARE', 'REJECT')).toThrow();
    expect(() => after('RESOLVE')).toThrow();
    expect(() => after('DECLARE', 'CONTAIN', 'REVIEW')).toThrow();
    expect(allowedIncidentVerbs('REJECTED')).toEqual([]);
  });

  it('never goes back, and its version counts the steps taken', () => {
    const rank: readonly MajorIncidentStatus[] = [
      'PROPOSED',
      'DECLARED',
      'CONTAINED',
      'RESOLVED',
      'REVIEWED',
      'REJECTED',
    ];
    fc.assert(
      fc.property(steps, (asked) => {
        let current = incident();
        for (const verb of asked) {
          const next = takeIncidentStep(current, { verb }, at);
          if ('type' in next) {
            expect(next.incident).toBe(current);
            continue;
          }
          expect(rank.indexOf(next.status)).toBeGreaterThanOrEqual(rank.indexOf(current.status));
          expect(next.version).toBe(current.version + 1);
          current = next;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('tells no regulator that nobody said must be told', () => {
    const declared = incident({ status: 'DECLARED' });
    expect(takeIncidentStep(declared, { verb: 'REPORT_REGULATOR' }, at)).toMatchObject({ type: 'IllegalIncidentStep' });
    const flagged = { ...declared, regulatorGround: 'PEOPLE_HARMED' as const };
    expect(takeIncidentStep(flagged, { verb: 'REPORT_REGULATOR' }, at)).toMatchObject({
      status: 'DECLARED',
      version: 2,
    });
  });
});

describe('the time allowed to tell a regulator', () => {
  const due = (ground: Parameters<typeof regulatorDueAt>[0], since: string) =>
    regulatorDueAt(ground, new Date(since)).toISOString();

  it('is 72 hours for personal data and essential services, nothing for an unsafe product, ten days for people', () => {
    expect(due('PERSONAL_DATA_BREACH', '2026-03-27T12:00:00Z')).toBe('2026-03-30T12:00:00.000Z');
    expect(due('ESSENTIAL_SERVICE_DOWN', '2026-03-02T10:00:00Z')).toBe('2026-03-05T10:00:00.000Z');
    expect(due('UNSAFE_PRODUCT', '2026-03-02T10:00:00Z')).toBe('2026-03-02T10:00:00.000Z');
    expect(due('PEOPLE_HARMED', '2026-03-02T10:00:00Z')).toBe('2026-03-13T00:00:00.000Z');
    expect(due('PEOPLE_HARMED', '2026-03-20T23:30:00Z')).toBe('2026-03-30T23:00:00.000Z');
  });

  it('never ends before it begins, begins later when known later, and says where it is written', () => {
    const grounds = fc.constantFrom(...regulatorRules.map(({ ground }) => ground));
    const instants = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(grounds, instants, fc.nat(1_000_000_000), (ground, since, later) => {
        const first = regulatorDueAt(ground, since);
        expect(first >= since).toBe(true);
        expect(regulatorDueAt(ground, new Date(since.getTime() + later)) >= first).toBe(true);
        expect(regulatorRuleOf(ground).source).toMatch(/\d/);
      }),
    );
  });
});
