import loader, { type Highs, type Model } from 'highs';
import type { Columns, LinearProblem, Optimizer, Optimum } from './rostering/optimizer.ts';

// The package's types describe its CommonJS face; imported as a module, the loader itself is the default.
const loadHighs = loader as unknown as typeof loader.default;

function matrixOf({ entries }: Columns, numRows: number) {
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const column of entries) {
    for (const [row, value] of column) {
      indices.push(row);
      values.push(value);
    }
    starts.push(indices.length);
  }
  const format = 'csc' as const;
  const typed = {
    starts: Int32Array.from(starts),
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
  };
  return { format, numRows, numCols: entries.length, ...typed };
}

function passProblem(highs: Highs, { rowLower, rowUpper, columns, whole }: LinearProblem): Model {
  const { continuous, integer } = highs.constants.variableType;
  const numRows = rowLower.length;
  return highs.createModel({
    ...{ numRows, numCols: columns.cost.length, rowLower, rowUpper },
    ...{ colCost: columns.cost, colLower: columns.lower, colUpper: columns.upper, matrix: matrixOf(columns, numRows) },
    ...(whole ? { integrality: whole.map((each) => (each ? integer : continuous)) } : {}),
  });
}

/** Runs the model for so many seconds more, and reads what came of it. */
function runModel(highs: Highs, model: Model, seconds: number, isWhole: boolean): Optimum {
  model.options.set({ output_flag: false, time_limit: model.getRunTime() + Math.max(0.05, seconds) });
  model.run();
  const { modelStatus } = highs.constants;
  const status = model.getModelStatus();
  const isOptimal = status === modelStatus.optimal;
  const hasPoint = isOptimal || model.info.get('primal_solution_status') === 2;
  if (!hasPoint) {
    const isInfeasible = status === modelStatus.infeasible;
    const none = { objective: Infinity, values: null, prices: null };
    return { status: isInfeasible ? 'INFEASIBLE' : 'LIMIT', bound: isInfeasible ? Infinity : -Infinity, ...none };
  }
  const solution = model.getSolution();
  const objective = model.getObjectiveValue();
  const bound = isWhole ? Number(model.info.get('mip_dual_bound')) : isOptimal ? objective : -Infinity;
  const prices = isWhole || !solution.rowDual ? null : [...solution.rowDual];
  return { status: isOptimal ? 'OPTIMAL' : 'LIMIT', objective, bound, values: [...(solution.colValue ?? [])], prices };
}

/** HiGHS, compiled to WebAssembly: it works in the thread that calls it, so anything that takes long belongs in a worker thread. */
export async function highsOptimizer(): Promise<Optimizer> {
  const highs = await loadHighs();
  return {
    solve: (problem, { seconds, start }) => {
      const model = passProblem(highs, problem);
      try {
        const isWhole = problem.whole?.some(Boolean) ?? false;
        if (isWhole) model.options.set({ mip_rel_gap: 1e-9, mip_abs_gap: 1e-6 });
        if (start) model.setSolution({ colValue: start });
        return runModel(highs, model, seconds, isWhole);
      } finally {
        model.dispose();
      }
    },
    open: (problem) => {
      const model = passProblem(highs, problem);
      const numRows = problem.rowLower.length;
      return {
        add: (columns) => {
          const { cost, lower, upper } = columns;
          const bounds = { lower: Float64Array.from(lower), upper: Float64Array.from(upper) };
          model.addCols({ cost: Float64Array.from(cost), ...bounds, matrix: matrixOf(columns, numRows) });
        },
        solve: (seconds) => runModel(highs, model, seconds, false),
        close: () => model.dispose(),
      };
    },
  };
}
