/** Columns of a linear problem, one after another: the rows in which each stands, and with what. */
export interface Columns {
  readonly cost: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly entries: readonly (readonly (readonly [row: number, value: number])[])[];
}

/** A linear problem to minimise: rows with bounds, and columns in them. */
export interface LinearProblem {
  readonly rowLower: readonly number[];
  readonly rowUpper: readonly number[];
  readonly columns: Columns;
  /** Which columns take whole numbers only; absent for none. */
  readonly whole?: readonly boolean[];
}

/** What solving a linear problem gave. */
export interface Optimum {
  /** LIMIT when time ran out; what was found until then is given. */
  readonly status: 'OPTIMAL' | 'LIMIT' | 'INFEASIBLE';
  readonly objective: number;
  /** Nothing is cheaper than this. */
  readonly bound: number;
  /** By column; null when nothing was found. */
  readonly values: readonly number[] | null;
  /** Price of each row; null for whole numbers. */
  readonly prices: readonly number[] | null;
}

/** A linear problem that grows and is solved anew from where it stood. */
export interface GrowingProblem {
  readonly add: (columns: Columns) => void;
  readonly solve: (seconds: number) => Optimum;
  readonly close: () => void;
}

/** Solves linear problems, with whole numbers or without. */
export interface Optimizer {
  readonly solve: (
    problem: LinearProblem,
    limits: { readonly seconds: number; readonly start?: readonly number[] },
  ) => Optimum;
  readonly open: (problem: LinearProblem) => GrowingProblem;
}
