/** FEEL, the expression language of the DMN standard, as far as it is safe to run what a user wrote: parsed, weighed and bounded. */
export {
  compileExpression,
  compileTest,
  EvaluationExhausted,
  ExpressionRefused,
  LONGEST_EXPRESSION,
  MOST_ROUNDS,
  namedValues,
  type Compiled,
  type Scope,
} from './feel.ts';
export { cellTestOf, literalValue, passes, type CellTest, type Scalar } from './unary-subset.ts';
