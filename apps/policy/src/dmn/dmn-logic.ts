import { ModelRefused, type Aggregation, type DecisionTableLogic, type HitPolicy, type Logic } from './model.ts';

/** An element as the DMN reader gives it: its type and its named parts. */
export type XmlNode = { readonly $type: string } & Readonly<Record<string, unknown>>;

const listOf = (node: XmlNode | undefined, key: string) => (node?.[key] ?? []) as readonly XmlNode[];
const nested = (node: XmlNode | undefined, key: string) => node?.[key] as XmlNode | undefined;
const textOf = (node: XmlNode | undefined, key: string): string | null => {
  const value = node?.[key];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
};
const cell = (node: XmlNode | undefined) => textOf(node, 'text') ?? '';

function refuse(place: string, reason: string): never {
  throw new ModelRefused([{ place, text: '', reason }]);
}

function tableOf(node: XmlNode, place: string): DecisionTableLogic {
  const annotations = listOf(node, 'annotation').map((clause) => textOf(clause, 'name') ?? '');
  return {
    kind: 'table',
    hitPolicy: (textOf(node, 'hitPolicy') ?? 'UNIQUE') as HitPolicy,
    aggregation: textOf(node, 'aggregation') as Aggregation,
    inputs: listOf(node, 'input').map((input, index) => ({
      label: textOf(input, 'label'),
      expression:
        textOf(nested(input, 'inputExpression'), 'text') ??
        refuse(`${place} / input ${index + 1}`, 'it has no expression'),
      type: textOf(nested(input, 'inputExpression'), 'typeRef'),
      allowedValues: textOf(nested(input, 'inputValues'), 'text'),
    })),
    outputs: listOf(node, 'output').map((output) => ({
      name: textOf(output, 'name'),
      label: textOf(output, 'label'),
      type: textOf(output, 'typeRef'),
      allowedValues: textOf(nested(output, 'outputValues'), 'text'),
      defaultEntry: textOf(nested(output, 'defaultOutputEntry'), 'text'),
    })),
    annotations,
    rules: listOf(node, 'rule').map((rule, index) => ({
      id: textOf(rule, 'id') ?? `rule-${index + 1}`,
      tests: listOf(rule, 'inputEntry').map((entry) => cell(entry) || '-'),
      outputs: listOf(rule, 'outputEntry').map((entry) => cell(entry) || 'null'),
      annotations: annotations.map((_, column) => cell(listOf(rule, 'annotationEntry')[column])),
    })),
  };
}

function invocationOf(node: XmlNode, place: string): Logic {
  return {
    kind: 'invocation',
    callee: textOf(nested(node, 'calledFunction'), 'text') ?? refuse(place, 'the invocation names no function'),
    bindings: listOf(node, 'binding').map((binding) => {
      const name = textOf(nested(binding, 'parameter'), 'name') ?? refuse(place, 'a binding has no parameter');
      return { name, logic: logicOf(nested(binding, 'bindingFormula'), `${place} / ${name}`) };
    }),
  };
}

function contextOf(node: XmlNode, place: string): Logic {
  return {
    kind: 'context',
    entries: listOf(node, 'contextEntry').map((entry) => {
      const name = textOf(nested(entry, 'variable'), 'name');
      return { name, logic: logicOf(nested(entry, 'value'), `${place} / ${name ?? 'result'}`) };
    }),
  };
}

function functionOf(node: XmlNode, place: string): Logic {
  const kind = textOf(node, 'kind') ?? 'FEEL';
  if (kind !== 'FEEL') refuse(place, `functions in ${kind} are not run`);
  const parameters = listOf(node, 'formalParameter').map((parameter) => ({
    name: textOf(parameter, 'name') ?? '',
    type: textOf(parameter, 'typeRef'),
  }));
  return { kind: 'function', parameters, body: logicOf(nested(node, 'body'), place) };
}

function relationOf(node: XmlNode, place: string): Logic {
  return {
    kind: 'relation',
    columns: listOf(node, 'column').map((column) => textOf(column, 'name') ?? ''),
    rows: listOf(node, 'row').map((row) => listOf(row, 'elements').map((item) => logicOf(item, place))),
  };
}

/** Reads the logic of a decision, a function or an entry. Throws ModelRefused with `place` for what is missing or not supported. */
export function logicOf(node: XmlNode | undefined, place: string): Logic {
  switch (node?.$type) {
    case undefined:
      return refuse(place, 'it has no logic');
    case 'dmn:DecisionTable':
      return tableOf(node as XmlNode, place);
    case 'dmn:LiteralExpression':
      return { kind: 'literal', text: cell(node) || 'null' };
    case 'dmn:Invocation':
      return invocationOf(node as XmlNode, place);
    case 'dmn:Context':
      return contextOf(node as XmlNode, place);
    case 'dmn:FunctionDefinition':
      return functionOf(node as XmlNode, place);
    case 'dmn:List':
      return { kind: 'list', items: listOf(node, 'elements').map((item) => logicOf(item, place)) };
    case 'dmn:Relation':
      return relationOf(node as XmlNode, place);
    default:
      return refuse(place, `${node?.$type.replace('dmn:', '')} is not supported`);
  }
}
