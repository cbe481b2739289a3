// @ts-expect-error The package carries no types; what is used of it is typed by `Moddle` below.
import { DmnModdle } from 'dmn-moddle';
import { logicOf, type XmlNode } from './dmn-logic.ts';
import {
  ModelRefused,
  type DecisionModel,
  type DecisionNode,
  type KnowledgeNode,
  type TypeDefinition,
} from './model.ts';

interface Moddle {
  fromXML(xml: string): Promise<{ rootElement: XmlNode; warnings: readonly { message: string }[] }>;
}

/** Largest DMN file read, in characters. */
export const LARGEST_XML = 2_000_000;

/** Namespace of DMN 1.3, which the reader speaks; 1.2 and 1.4 to 1.6 differ in what is read here by their names alone. */
const SPOKEN = 'https://www.omg.org/spec/DMN/20191111/';
const OTHER_VERSIONS =
  /https?:\/\/www\.omg\.org\/spec\/DMN\/(20180521|20211108|20230324|20240513)\/(MODEL|DMNDI|FEEL)\//g;

const listOf = (node: XmlNode | undefined, key: string) => (node?.[key] ?? []) as readonly XmlNode[];
const textOf = (node: XmlNode | undefined, key: string): string | null => {
  const value = node?.[key];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
};
const nested = (node: XmlNode | undefined, key: string) => node?.[key] as XmlNode | undefined;

function typeOf(definition: XmlNode): TypeDefinition {
  return {
    name: textOf(definition, 'name') ?? '',
    base: textOf(definition, 'typeRef'),
    isList: definition['isCollection'] === true,
    allowedValues: textOf(nested(definition, 'allowedValues'), 'text'),
    parts: listOf(definition, 'itemComponent').map(typeOf),
  };
}

/** Ids a node requires; a reference is `#id`, or `namespace#id`. */
function requirements(node: XmlNode): string[] {
  const references = [...listOf(node, 'informationRequirement'), ...listOf(node, 'knowledgeRequirement')].flatMap(
    (requirement) =>
      ['requiredInput', 'requiredDecision', 'requiredKnowledge'].flatMap((key) => nested(requirement, key) ?? []),
  );
  return references.flatMap((reference) => textOf(reference, 'href')?.split('#').at(-1) ?? []);
}

const nameOf = (node: XmlNode) => textOf(node, 'name') ?? textOf(node, 'id') ?? '';
const idOf = (node: XmlNode) => textOf(node, 'id') ?? nameOf(node);
const variableType = (node: XmlNode) => textOf(nested(node, 'variable'), 'typeRef');

function decisionOf(node: XmlNode): DecisionNode {
  return {
    id: idOf(node),
    name: nameOf(node),
    type: variableType(node),
    requires: requirements(node),
    logic: logicOf(nested(node, 'decisionLogic'), nameOf(node)),
  };
}

function knowledgeOf(node: XmlNode): KnowledgeNode {
  const encapsulated = nested(node, 'encapsulatedLogic');
  return {
    id: idOf(node),
    name: nameOf(node),
    requires: requirements(node),
    parameters: listOf(encapsulated, 'formalParameter').map((parameter) => ({
      name: nameOf(parameter),
      type: textOf(parameter, 'typeRef'),
    })),
    body: logicOf(nested(encapsulated, 'body'), nameOf(node)),
  };
}

/** Says where in the XML its reader stopped, counting lines and columns from 1. */
function unreadable(message: string): ModelRefused {
  const [, line, column] = /line: (\d+)\s+column: (\d+)/.exec(message) ?? [];
  const place = line === undefined ? 'DMN XML' : `line ${Number(line) + 1}, column ${Number(column) + 1}`;
  const reason = /nested error: (.*)/.exec(message)?.[1] ?? message.split('\n')[0] ?? message;
  return new ModelRefused([{ place, text: '', reason }]);
}

async function parse(xml: string): Promise<XmlNode> {
  if (xml.length > LARGEST_XML)
    throw new ModelRefused([{ place: 'DMN XML', text: '', reason: `it is longer than ${LARGEST_XML} characters` }]);
  const moddle = new (DmnModdle as new () => Moddle)();
  let read;
  try {
    read = await moddle.fromXML(xml.replace(OTHER_VERSIONS, `${SPOKEN}$2/`));
  } catch (failure) {
    const { message, warnings } = failure as Error & { warnings?: readonly { message: string }[] };
    throw unreadable([message, ...(warnings ?? []).map((warning) => warning.message)].join('\n'));
  }
  const broken = read.warnings.find(({ message }) => message.startsWith('unparsable content'));
  if (broken) throw unreadable(broken.message);
  return read.rootElement;
}

/** Reads DMN 1.2 to 1.6 XML into a model. Throws ModelRefused with the line of broken XML, or the place of what is not supported. */
export async function readDmn(xml: string): Promise<DecisionModel> {
  const root = await parse(xml);
  const elements = (type: string) => listOf(root, 'drgElement').filter(({ $type }) => $type === type);
  return {
    name: nameOf(root),
    namespace: textOf(root, 'namespace') ?? '',
    types: listOf(root, 'itemDefinition').map(typeOf),
    inputs: elements('dmn:InputData').map((node) => ({ id: idOf(node), name: nameOf(node), type: variableType(node) })),
    decisions: elements('dmn:Decision').map(decisionOf),
    knowledge: elements('dmn:BusinessKnowledgeModel').map(knowledgeOf),
  };
}
