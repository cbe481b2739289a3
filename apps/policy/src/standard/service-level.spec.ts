import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseDuration } from '@courtesy/kernel';
import type { CasePriority } from '@courtesy/graph-types/policy';
import { calendarFor, chooseStandard, type ContractStanding } from './service-level.ts';
import type { ServiceStandard } from './standard.ts';

type Band = Pick<ServiceStandard, 'tier' | 'contractId' | 'priority'>;

const standard = (band: Partial<Band> & { readonly siteHours?: boolean }): ServiceStandard => ({
  id: 'std_a',
  name: [band.contractId ?? band.tier ?? 'all', band.priority ?? 'any'].join(' '),
  calendarId: 'cal_own',
  caseType: 'COMPLAINT',
  priority: null,
  firstResponse: parseDuration('PT4H'),
  nextResponse: null,
  update: null,
  resolution: null,
  tier: null,
  contractId: null,
  warnings: null,
  pauses: null,
  siteHours: null,
  effectiveFrom: new Date(0),
  effectiveUntil: null,
  authorId: null,
  publishedBy: 'someone',
  publishedAt: new Date(0),
  version: 1,
  ...band,
});

const bands: readonly Band[] = [
  { contractId: 'ctr_a', tier: null, priority: 'HIGH' },
  { contractId: 'ctr_a', tier: null, priority: null },
  { contractId: null, tier: 'GOLD', priority: 'HIGH' },
  { contractId: null, tier: 'GOLD', priority: null },
  { contractId: null, tier: null, priority: 'HIGH' },
  { contractId: null, tier: null, priority: null },
];
const all = bands.map(standard);
const matter = { tier: 'GOLD', contractId: 'ctr_a', priority: 'HIGH' as CasePriority };
const nameOf = (
  inForce: readonly ServiceStandard[],
  change: Partial<typeof matter> = {},
  held: ContractStanding = 'IN_FORCE',
) => chooseStandard(inForce, { ...matter, ...change }, held).standard?.name ?? null;

describe('choosing a standard', () => {
  it('takes contract before tier before all, and in each the priority before any', () => {
    const expected = ['ctr_a HIGH', 'ctr_a any', 'GOLD HIGH', 'GOLD any', 'all HIGH', 'all any', null];
    expect(expected.map((_, index) => nameOf(all.slice(index)))).toEqual(expected);
  });

  it('takes nothing that is for others, in whatever order the standards come', () => {
    const known = fc.record({
      tier: fc.constantFrom(null, 'GOLD', 'SILVER'),
      contractId: fc.constantFrom(null, 'ctr_a', 'ctr_b'),
      priority: fc.constantFrom<CasePriority | null>(null, 'LOW', 'HIGH'),
    });
    const held = fc.constantFrom<ContractStanding>('UNKNOWN', 'NOT_IN_FORCE', 'IN_FORCE');
    fc.assert(
      fc.property(fc.shuffledSubarray(all), known, held, (inForce, asked, standing) => {
        const contract = asked.contractId === null ? null : standing;
        const { standard: chosen, reasons } = chooseStandard(inForce, asked, contract);
        const own = (each: Band) =>
          (each.priority === null || each.priority === asked.priority) &&
          (each.contractId === null || (each.contractId === asked.contractId && contract === 'IN_FORCE')) &&
          (each.tier === null || each.tier === asked.tier);
        // The bands stand above in the order of precedence.
        expect(chosen).toBe(all.find((each) => inForce.includes(each) && own(each)) ?? null);
        expect(reasons.length).toBeGreaterThan(0);
      }),
    );
  });

  it('says why, step by step', () => {
    const codes = (inForce: readonly ServiceStandard[], held: ContractStanding) =>
      chooseStandard(inForce, matter, held).reasons.map(({ code }) => code);
    expect(codes(all, 'IN_FORCE')).toEqual(['CONTRACT_STANDARD', 'PRIORITY_STANDARD']);
    expect(codes(all, 'NOT_IN_FORCE')).toEqual(['CONTRACT_NOT_IN_FORCE', 'TIER_STANDARD', 'PRIORITY_STANDARD']);
    expect(codes(all.slice(5), 'UNKNOWN')).toEqual([
      'CONTRACT_UNKNOWN',
      'TIER_WITHOUT_STANDARD',
      'GENERAL_STANDARD',
      'ANY_PRIORITY_STANDARD',
    ]);
    expect(codes([], 'IN_FORCE')).toEqual(['CONTRACT_WITHOUT_STANDARD', 'TIER_WITHOUT_STANDARD', 'NO_STANDARD']);
  });
});

describe('the calendar of a standard', () => {
  it('is its own, unless it counts by those of sites and the site has one', () => {
    const chosen = (siteHours: boolean, site: string | null) => {
      const { calendarId, reason } = calendarFor(standard({ siteHours }), site);
      return [calendarId, reason.code];
    };
    expect(chosen(false, 'cal_site')).toEqual(['cal_own', 'STANDARD_CALENDAR']);
    expect(chosen(true, 'cal_site')).toEqual(['cal_site', 'SITE_CALENDAR']);
    expect(chosen(true, null)).toEqual(['cal_own', 'SITE_WITHOUT_CALENDAR']);
  });
});
