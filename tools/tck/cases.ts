import { readXml, type XmlElement } from './xml.ts';

/** One value asked for by a test case. */
export interface ExpectedResult {
  /** Decision to run. */
  readonly decision: string;
  /** Value it must give. */
  readonly expected: unknown;
}

/** One test case of the DMN TCK. */
export interface TckCase {
  /** Id inside its file. */
  readonly id: string;
  /** Facts by the names of the inputs. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** Answers to compare. */
  readonly results: readonly ExpectedResult[];
}

const named = (element: XmlElement | undefined, name: string) =>
  (element?.children ?? []).filter((child) => child.name === name);

/** A value of XML Schema as FEEL data: numbers and booleans as such, everything temporal as its text. */
function scalar({ attributes, text }: XmlElement): unknown {
  if (attributes['nil'] === 'true') return null;
  switch (attributes['type']?.replace(/^.*:/, '')) {
    case 'decimal':
    case 'double':
    case 'float':
    case 'integer':
    case 'int':
    case 'long':
      return Number(text.trim());
    case 'boolean':
      return text.trim() === 'true';
    case 'string':
    case undefined:
      return text;
    default:
      return text.trim();
  }
}

/** The value inside `inputNode`, `component`, `item` or `expected`: one value, a structure of components, or a list. */
export function valueIn(element: XmlElement): unknown {
  const [list] = named(element, 'list');
  if (list) return list.attributes['nil'] === 'true' ? null : named(list, 'item').map(valueIn);
  const components = named(element, 'component');
  if (components.length > 0)
    return Object.fromEntries(components.map((component) => [component.attributes['name'], valueIn(component)]));
  const [value] = named(element, 'value');
  return value ? scalar(value) : null;
}

/** Reads a `*-test-*.xml` file of the DMN TCK. Throws when it is no well-formed XML. */
export function readCases(xml: string): { readonly model: string; readonly cases: readonly TckCase[] } {
  const root = readXml(xml);
  const cases = named(root, 'testCase').map((testCase) => ({
    id: testCase.attributes['id'] ?? '',
    facts: Object.fromEntries(named(testCase, 'inputNode').map((node) => [node.attributes['name'], valueIn(node)])),
    results: named(testCase, 'resultNode').map((node) => ({
      decision: node.attributes['name'] ?? '',
      expected: named(node, 'expected').map(valueIn)[0] ?? null,
    })),
  }));
  return { model: named(root, 'modelName')[0]?.text.trim() ?? '', cases };
}
