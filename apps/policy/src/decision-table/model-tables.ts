import type { DecisionModel, DecisionNode, DecisionTableLogic, KnowledgeNode, Logic } from '../dmn/model.ts';

/** A table of rules where it stands in a model. */
export interface PlacedTable {
  /** The decision or function, and for a table inside its logic the names on the way, such as `Fee / late`. */
  readonly place: string;
  readonly table: DecisionTableLogic;
}

interface Part {
  readonly name: string;
  readonly logic: Logic;
}

function partsOf(logic: Logic): readonly Part[] {
  switch (logic.kind) {
    case 'context':
      return logic.entries.map((entry, i) => ({ name: entry.name ?? `entry ${i + 1}`, logic: entry.logic }));
    case 'invocation':
      return logic.bindings;
    case 'list':
      return logic.items.map((item, i) => ({ name: `item ${i + 1}`, logic: item }));
    case 'relation':
      return logic.rows.flatMap((row, i) =>
        row.map((item, j) => ({ name: `row ${i + 1} / item ${j + 1}`, logic: item })),
      );
    case 'function':
      return [{ name: '', logic: logic.body }];
    case 'table':
    case 'literal':
      return [];
  }
}

/** The tables of some logic, outermost first. */
function tablesWithin(logic: Logic, place: string): PlacedTable[] {
  if (logic.kind === 'table') return [{ place, table: logic }];
  return partsOf(logic).flatMap(({ name, logic: part }) =>
    tablesWithin(part, name === '' ? place : `${place} / ${name}`),
  );
}

/** The tables of a decision or function, in order. */
export const tablesOf = (node: DecisionNode | KnowledgeNode): PlacedTable[] =>
  tablesWithin('logic' in node ? node.logic : node.body, node.name);

/** Whether logic nests more than `depth` levels. */
export function nestsDeeper(logic: Logic, depth: number): boolean {
  let level: readonly Logic[] = [logic];
  for (let left = depth; left > 0; left -= 1) {
    level = level.flatMap((each) => partsOf(each).map((part) => part.logic));
    if (level.length === 0) return false;
  }
  return true;
}

/** Everything that a decision of the model needs, itself first: decisions and functions, each once. Empty when there is no such decision. */
export function neededBy(model: DecisionModel, decision: string): readonly (DecisionNode | KnowledgeNode)[] {
  const nodes = new Map([...model.decisions, ...model.knowledge].map((node) => [node.id, node]));
  const asked = model.decisions.find(({ name }) => name === decision);
  const needed = new Set<DecisionNode | KnowledgeNode>(asked && [asked]);
  for (const node of needed)
    for (const id of node.requires) {
      const required = nodes.get(id);
      if (required) needed.add(required);
    }
  return [...needed];
}

/** The tables that answer a decision, its own first. */
export const tablesNeededBy = (model: DecisionModel, decision: string): PlacedTable[] =>
  neededBy(model, decision).flatMap(tablesOf);

/** The decisions that no other decision of the model requires: what the model was made to answer. */
export function finalDecisions(model: DecisionModel): readonly DecisionNode[] {
  const required = new Set(model.decisions.flatMap(({ requires }) => requires));
  return model.decisions.filter(({ id }) => !required.has(id));
}
