import type { Breach, CoverRule, Duty, RosterProblem } from './problem.ts';

/** One breach for each stretch of time within a rule in which too few are there; what was found is the least of it. Somebody on a break is there. */
function breachesOfRule(rule: CoverRule, present: readonly Duty[]): Breach[] {
  const [from, until] = [rule.startsAt.getTime(), rule.endsAt.getTime()];
  const marks = present.flatMap(({ startsAt, endsAt }) => [startsAt.getTime(), endsAt.getTime()]);
  const inside = marks.filter((at) => at > from && at < until);
  const bounds = [...new Set([from, until, ...inside])].sort((a, b) => a - b);
  const found: Breach[] = [];
  for (const [i, at] of bounds.entries()) {
    const next = bounds[i + 1];
    if (next === undefined) break;
    const there = present.filter(({ startsAt, endsAt }) => startsAt.getTime() <= at && endsAt.getTime() > at).length;
    if (there >= rule.atLeast) continue;
    const last = found.at(-1);
    const startsAt = last?.endsAt.getTime() === at ? last.startsAt : new Date(at);
    const least = startsAt === last?.startsAt ? Math.min(last.found, there) : there;
    if (startsAt === last?.startsAt) found.pop();
    const of = { ruleId: 'MINIMUM_COVER' as const, personId: null, coverRuleId: rule.id };
    found.push({ ...of, startsAt, endsAt: new Date(next), found: least, allowed: rule.atLeast });
  }
  return found;
}

/** The rules of cover that do not hold, when these people work these duties. */
export function coverBreaches(
  { people, cover }: Pick<RosterProblem, 'people' | 'cover'>,
  dutiesOf: ReadonlyMap<string, readonly Duty[]>,
): readonly Breach[] {
  return cover.flatMap((rule) => {
    const counted = people.filter(({ skillIds }) => rule.skillId === null || skillIds.includes(rule.skillId));
    const present = counted.flatMap(({ id }) => dutiesOf.get(id) ?? []).filter(({ siteId }) => siteId === rule.siteId);
    return breachesOfRule(rule, present);
  });
}
