// @ts-expect-error The package carries no types; what is used of it is typed by `Moddle` below.
import { DmnModdle } from 'dmn-moddle';
import type { DecisionModel, DecisionTableLogic, Logic, Parameter, TypeDefinition } from './model.ts';

interface Element {
  readonly $type: string;
}
interface Moddle {
  create(type: string, attributes: object): Element;
  toXML(element: Element, options: { format: boolean }): Promise<{ xml: string }>;
}

/** Leaves out what is null, so that it is not written at all. */
function stated(attributes: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined));
}

/** Writes one model. Ids of cells follow from their rule's, so that the same model always gives the same text. */
class DmnWriter {
  private readonly moddle = new (DmnModdle as new () => Moddle)();

  private element(type: string, attributes: Readonly<Record<string, unknown>>): Element {
    return this.moddle.create(`dmn:${type}`, stated(attributes));
  }

  private text(type: string, text: string | null, more: Readonly<Record<string, unknown>> = {}): Element | null {
    return text === null ? null : this.element(type, { ...more, text });
  }

  private variable(name: string, type: string | null): Element {
    return this.element('InformationItem', { name, typeRef: type });
  }

  private parameters(parameters: readonly Parameter[]): Element[] {
    return parameters.map(({ name, type }) => this.variable(name, type));
  }

  type(definition: TypeDefinition): Element {
    return this.element('ItemDefinition', {
      name: definition.name,
      typeRef: definition.base,
      isCollection: definition.isList ? true : null,
      allowedValues: this.text('UnaryTests', definition.allowedValues),
      itemComponent: definition.parts.map((part) => this.type(part)),
    });
  }

  private table(table: DecisionTableLogic): Element {
    const { hitPolicy, aggregation } = table;
    return this.element('DecisionTable', {
      hitPolicy,
      aggregation,
      input: table.inputs.map(({ label, expression, type, allowedValues }) =>
        this.element('InputClause', {
          label,
          inputExpression: this.text('LiteralExpression', expression, { typeRef: type }),
          inputValues: this.text('UnaryTests', allowedValues),
        }),
      ),
      output: table.outputs.map(({ name, label, type, allowedValues, defaultEntry }) =>
        this.element('OutputClause', {
          name,
          label,
          typeRef: type,
          outputValues: this.text('UnaryTests', allowedValues),
          defaultOutputEntry: this.text('LiteralExpression', defaultEntry),
        }),
      ),
      annotation: table.annotations.map((name) => this.element('RuleAnnotationClause', { name })),
      rule: table.rules.map(({ id, tests, outputs, annotations }) =>
        this.element('DecisionRule', {
          id,
          inputEntry: tests.map((text) => this.text('UnaryTests', text)),
          outputEntry: outputs.map((text) => this.text('LiteralExpression', text)),
          annotationEntry: annotations.map((text) => this.text('RuleAnnotation', text)),
        }),
      ),
    });
  }

  logic(logic: Logic): Element {
    switch (logic.kind) {
      case 'table':
        return this.table(logic);
      case 'literal':
        return this.element('LiteralExpression', { text: logic.text });
      case 'list':
        return this.element('List', { elements: logic.items.map((item) => this.logic(item)) });
      case 'function':
        return this.callable(logic.parameters, logic.body);
      case 'context':
        return this.element('Context', {
          contextEntry: logic.entries.map(({ name, logic: value }) =>
            this.element('ContextEntry', {
              variable: name === null ? null : this.variable(name, null),
              value: this.logic(value),
            }),
          ),
        });
      case 'relation':
        return this.element('Relation', {
          column: logic.columns.map((name) => this.variable(name, null)),
          row: logic.rows.map((row) => this.element('List', { elements: row.map((cell) => this.logic(cell)) })),
        });
      case 'invocation':
        return this.element('Invocation', {
          calledFunction: this.text('LiteralExpression', logic.callee),
          binding: logic.bindings.map(({ name, logic: value }) =>
            this.element('Binding', { parameter: this.variable(name, null), bindingFormula: this.logic(value) }),
          ),
        });
    }
  }

  private callable(parameters: readonly Parameter[], body: Logic): Element {
    return this.element('FunctionDefinition', {
      formalParameter: this.parameters(parameters),
      body: this.logic(body),
    });
  }

  private requirements(model: DecisionModel, requires: readonly string[]): Readonly<Record<string, Element[]>> {
    const reference = (id: string) => this.element('DMNElementReference', { href: `#${id}` });
    const isKnowledge = (id: string) => model.knowledge.some((node) => node.id === id);
    const kindOf = (id: string) =>
      model.inputs.some((input) => input.id === id) ? 'requiredInput' : 'requiredDecision';
    return {
      informationRequirement: requires
        .filter((id) => !isKnowledge(id))
        .map((id) => this.element('InformationRequirement', { [kindOf(id)]: reference(id) })),
      knowledgeRequirement: requires
        .filter(isKnowledge)
        .map((id) => this.element('KnowledgeRequirement', { requiredKnowledge: reference(id) })),
    };
  }

  definitions(model: DecisionModel): Element {
    const decisions = model.decisions.map(({ id, name, type, requires, logic }) =>
      this.element('Decision', {
        id,
        name,
        variable: this.variable(name, type),
        ...this.requirements(model, requires),
        decisionLogic: this.logic(logic),
      }),
    );
    const knowledge = model.knowledge.map(({ id, name, requires, parameters, body }) =>
      this.element('BusinessKnowledgeModel', {
        id,
        name,
        variable: this.variable(name, null),
        encapsulatedLogic: this.callable(parameters, body),
        knowledgeRequirement: this.requirements(model, requires)['knowledgeRequirement'],
      }),
    );
    const inputs = model.inputs.map(({ id, name, type }) =>
      this.element('InputData', { id, name, variable: this.variable(name, type) }),
    );
    return this.element('Definitions', {
      id: 'definitions',
      name: model.name,
      namespace: model.namespace,
      itemDefinition: model.types.map((type) => this.type(type)),
      drgElement: [...inputs, ...decisions, ...knowledge],
    });
  }

  async write(model: DecisionModel): Promise<string> {
    const { xml } = await this.moddle.toXML(this.definitions(model), { format: true });
    return xml;
  }
}

/** Writes a model as DMN 1.3 XML. Reading it back gives the same model; layout of diagrams is not kept. */
export function writeDmn(model: DecisionModel): Promise<string> {
  return new DmnWriter().write(model);
}
