import { breachesOf } from './check.ts';
import { compileRoster } from './compile.ts';
import { costOfPlan } from './plan.ts';
import type { Assignment, RosterProblem, RosterSolution } from './problem.ts';
import { recount } from './recount.ts';
import { greedyPlan } from './search.ts';
import { solve, type Solved, type Solving } from './solve.ts';

/** A plan in the words of the problem, with what the recount says of it. The penalty is the solver's own. */
function solutionOf(problem: RosterProblem, { plan, bound, status }: Solved, seconds: number): RosterSolution {
  const assignments = plan.lines.flatMap(({ duties }, i) =>
    duties.map((duty): Assignment => ({
      personId: problem.people[i]?.id ?? '',
      dutyId: problem.duties[duty]?.id ?? '',
    })),
  );
  const { penalty } = costOfPlan(plan);
  const { unmet, brokenWishes, fairness } = recount(problem, assignments);
  const breaches = breachesOf(problem, assignments);
  return {
    assignments,
    status,
    penalty,
    bound: Math.min(bound, penalty),
    unmet,
    brokenWishes,
    fairness,
    breaches,
    seconds,
  };
}

/** Proposes a roster within the effort allowed. */
export function solveRoster(problem: RosterProblem, solving: Solving): RosterSolution {
  const solved = solve(compileRoster(problem), solving);
  return solutionOf(problem, solved, solving.elapsed());
}

/** A roster at once, without the optimizer: hard rules are kept, wishes and demand as well as one look at each person allows. Nothing is proven: the bound is 0. */
export function greedyRoster(problem: RosterProblem, elapsed: () => number): RosterSolution {
  const plan = greedyPlan(compileRoster(problem), 60);
  return solutionOf(problem, { plan, bound: 0, status: 'GREEDY' }, elapsed());
}
