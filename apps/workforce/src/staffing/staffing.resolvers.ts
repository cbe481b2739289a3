import { subtractMoney, type Problem } from '@courtesy/kernel';
import { BadInput } from '@courtesy/persistence';
import type { Resolvers } from '../resolver-types.ts';
import { UNSTABLE } from './erlang.ts';
import { toldPerformance } from './queue-performance.ts';
import { agentsForBacklog, performanceWith, requiredStaff, scheduledFor } from './required-staff.ts';
import {
  backlogOf,
  changeOf,
  demandOf,
  problemsOfAgents,
  problemsOfBacklog,
  problemsOfChange,
  problemsOfDemand,
  problemsOfTarget,
  targetOf,
  wageOf,
} from './staffing-input.ts';
import { outcomeOf, scenarioAfter } from './what-if.ts';

/** The most intervals that are asked about at once: four weeks of half hours and some. */
const MAX_INTERVALS = 2_000;

function refuse(problems: readonly Problem[]): void {
  const [first] = problems;
  if (first) throw new BadInput(problems.map(({ path, message }) => `"${path}" ${message}`).join('; '));
}

const right = <T extends object>(read: T | Problem): T => {
  if ('path' in read && 'message' in read) throw new BadInput(`"${read.path}" ${read.message}`);
  return read as T;
};

/** How the SDL of staffing maps to functions. */
export const staffingResolvers: Resolvers = {
  Query: {
    requiredStaff: (_, { demand, target }) => {
      if (demand.length > MAX_INTERVALS) throw new BadInput(`"demand" has more than ${MAX_INTERVALS} intervals`);
      refuse([
        ...demand.flatMap((each, i) => problemsOfDemand(`demand[${i}]`, each)),
        ...problemsOfTarget('target', target),
      ]);
      return demand.map((each) => requiredStaff(demandOf(each), targetOf(target)));
    },
    queuePerformance: (_, { demand, agents, within }) => {
      refuse([
        ...problemsOfDemand('demand', demand),
        ...problemsOfAgents('agents', agents),
        ...problemsOfTarget('target', { serviceLevel: 0.5, within }),
      ]);
      const served = performanceWith(agents, demandOf(demand), within);
      return toldPerformance(served === UNSTABLE ? null : served);
    },
    queuePerformances: (_, { demand, agents, within }) => {
      if (demand.length > MAX_INTERVALS) throw new BadInput(`"demand" has more than ${MAX_INTERVALS} intervals`);
      if (agents.length !== demand.length) throw new BadInput('"agents" and "demand" are not of one length');
      refuse([
        ...demand.flatMap((each, i) => problemsOfDemand(`demand[${i}]`, each)),
        ...agents.flatMap((each, i) => problemsOfAgents(`agents[${i}]`, each)),
        ...problemsOfTarget('target', { serviceLevel: 0.5, within }),
      ]);
      return demand.map((each, i) => {
        const served = performanceWith(agents[i] ?? 0, demandOf(each), within);
        return toldPerformance(served === UNSTABLE ? null : served);
      });
    },
    requiredBacklogStaff: (_, { backlog }) => {
      refuse(problemsOfBacklog(backlog));
      const agents = agentsForBacklog(backlogOf(backlog));
      return { agents, scheduled: scheduledFor(agents, backlog.shrinkage ?? 0) };
    },
    whatIfStaffing: (_, { demand, target, wage, agents, change }) => {
      refuse([
        ...problemsOfDemand('demand', demand),
        ...problemsOfTarget('target', target),
        ...problemsOfAgents('agents', agents),
        ...problemsOfChange('change', change),
      ]);
      const scenario = { demand: demandOf(demand), target: targetOf(target), wage: right(wageOf('wage', wage)) };
      const wanted = right(changeOf(change));
      const base = outcomeOf(scenario, agents);
      const changed = outcomeOf(scenarioAfter(scenario, wanted), wanted.agents);
      const isOneCurrency = base && changed && base.cost.currency === changed.cost.currency;
      return { base, changed, costDifference: isOneCurrency ? subtractMoney(changed.cost, base.cost) : null };
    },
  },
  StaffingLevel: {
    performance: (level) => toldPerformance(level),
  },
  StaffingOutcome: {
    performance: ({ performance }) => toldPerformance(performance),
  },
};
