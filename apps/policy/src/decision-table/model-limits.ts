import type { Problem } from '@courtesy/kernel';
import type { DecisionModel, Logic, TypeDefinition } from '../dmn/model.ts';
import { nestsDeeper, tablesOf } from './model-tables.ts';

/** The longest DMN XML that is imported, in characters. */
export const MAX_DMN = 1_500_000;
/** The most rules that the tables of a model have together. */
export const MAX_RULES = 500;
/** The most cells that the rules of a model have together: {@link MAX_DMN} holds them all. */
export const MAX_CELLS = 5_000;
/** The longest model as it is kept, in characters of JSON. */
export const MAX_MODEL = 250_000;
/** How deep expressions within expressions, and types within types, may nest. */
export const MAX_NESTING = 40;

/** What XML cannot hold, so that no export could be read again. */
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

function typesNestDeeper(types: readonly TypeDefinition[], depth: number): boolean {
  let level = types;
  for (let left = depth; left > 0 && level.length > 0; left -= 1) level = level.flatMap(({ parts }) => parts);
  return level.length > 0;
}

function problemsOfNesting(model: DecisionModel, path: string): Problem[] {
  const logics = [
    ...model.decisions.map(({ name, logic }) => ({ name, logic })),
    ...model.knowledge.map(({ name, body }) => ({ name, logic: body })),
  ];
  const tooDeep = (logic: Logic) => nestsDeeper(logic, MAX_NESTING);
  const message = `nests more than ${MAX_NESTING} levels deep`;
  return [
    ...logics.flatMap(({ name, logic }) => (tooDeep(logic) ? [{ path: name, message }] : [])),
    ...(typesNestDeeper(model.types, MAX_NESTING) ? [{ path, message: `has a type that ${message}` }] : []),
  ];
}

/** Everything that makes a model too large to be kept or analysed, `path` where no place in it is at fault; empty when nothing does. */
export function problemsOfSize(model: DecisionModel, path: string): Problem[] {
  const nesting = problemsOfNesting(model, path);
  if (nesting.length > 0) return nesting;
  const rules = [...model.decisions, ...model.knowledge].flatMap(tablesOf).flatMap(({ table }) => table.rules);
  const cells = rules.reduce((count, { tests, outputs }) => count + tests.length + outputs.length, 0);
  const json = JSON.stringify(model);
  return [
    ...(rules.length > MAX_RULES
      ? [{ path, message: `has ${rules.length} rules; at most ${MAX_RULES} are kept` }]
      : []),
    ...(cells > MAX_CELLS ? [{ path, message: `has ${cells} cells; at most ${MAX_CELLS} are kept` }] : []),
    ...(json.length > MAX_MODEL
      ? [{ path, message: `takes ${json.length} characters; at most ${MAX_MODEL} are kept` }]
      : []),
  ];
}

/** The texts of a model that hold a character which XML cannot; `path` is where the model came from. */
export function problemsOfCharacters(model: DecisionModel, path: string): Problem[] {
  const problems: Problem[] = [];
  JSON.stringify(model, (_, value: unknown) => {
    if (typeof value === 'string' && NOT_IN_XML.test(value))
      problems.push({
        path,
        message: `has a character that no file can hold in ${JSON.stringify(value.slice(0, 40))}`,
      });
    return value;
  });
  return problems;
}
