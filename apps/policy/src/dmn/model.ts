/** How a table answers when several rules match (DMN 1.3, 8.2.10). */
export type HitPolicy = 'UNIQUE' | 'ANY' | 'PRIORITY' | 'FIRST' | 'RULE ORDER' | 'OUTPUT ORDER' | 'COLLECT';

/** What COLLECT makes of the outputs of the matching rules; null keeps them as a list. */
export type Aggregation = 'SUM' | 'MIN' | 'MAX' | 'COUNT' | null;

/** A named type: a basic FEEL type, perhaps narrowed to allowed values, a list of it, or a structure of parts. */
export interface TypeDefinition {
  /** Name that `type` fields refer to; for a part of a structure, the part's name. */
  readonly name: string;
  /** FEEL type or another definition's name; null for a structure. */
  readonly base: string | null;
  /** True when values are lists of what the rest describes. */
  readonly isList: boolean;
  /** Unary tests a value must pass, in order of priority; null when every value is allowed. */
  readonly allowedValues: string | null;
  /** Parts of a structure; empty for anything else. */
  readonly parts: readonly TypeDefinition[];
}

/** A fact that decisions take from outside. */
export interface InputData {
  /** Identity inside the model. */
  readonly id: string;
  /** Name that expressions use. */
  readonly name: string;
  /** FEEL type or a definition's name; null when unstated. */
  readonly type: string | null;
}

/** A column that rules test. */
export interface TableInput {
  /** Heading, for people. */
  readonly label: string | null;
  /** FEEL expression whose value the column's cells test. */
  readonly expression: string;
  /** Type of that value; null when unstated. */
  readonly type: string | null;
  /** Unary tests the value must pass; null when every value is allowed. */
  readonly allowedValues: string | null;
}

/** A column that rules fill. */
export interface TableOutput {
  /** Key of the value when there are several outputs; null for a single one. */
  readonly name: string | null;
  /** Heading, for people. */
  readonly label: string | null;
  /** Type of the value; null when unstated. */
  readonly type: string | null;
  /** Allowed values in order of priority, highest first; null when unstated. */
  readonly allowedValues: string | null;
  /** FEEL expression for the value when no rule matches; null for none. */
  readonly defaultEntry: string | null;
}

/** One row of a table. Its cells stand in the order of the table's columns. */
export interface TableRule {
  /** Identity inside the table. */
  readonly id: string;
  /** Unary tests, one per input. */
  readonly tests: readonly string[];
  /** FEEL expressions, one per output. */
  readonly outputs: readonly string[];
  /** Remarks, one per annotation column; under the column `Clause` stands the clause the rule rests on. */
  readonly annotations: readonly string[];
}

/** A table of rules. */
export interface DecisionTableLogic {
  readonly kind: 'table';
  /** How several matches are resolved. */
  readonly hitPolicy: HitPolicy;
  /** What COLLECT makes of its list. */
  readonly aggregation: Aggregation;
  /** Columns that are tested. */
  readonly inputs: readonly TableInput[];
  /** Columns that are filled. */
  readonly outputs: readonly TableOutput[];
  /** Headings of the remarks. */
  readonly annotations: readonly string[];
  /** Rows in order. */
  readonly rules: readonly TableRule[];
}

/** How a value is found: a table, a FEEL expression, or one of DMN's boxed expressions. */
export type Logic =
  | DecisionTableLogic
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'context'; readonly entries: readonly { readonly name: string | null; readonly logic: Logic }[] }
  | { readonly kind: 'list'; readonly items: readonly Logic[] }
  | { readonly kind: 'relation'; readonly columns: readonly string[]; readonly rows: readonly (readonly Logic[])[] }
  | { readonly kind: 'function'; readonly parameters: readonly Parameter[]; readonly body: Logic }
  | {
      readonly kind: 'invocation';
      /** FEEL expression that gives the function, mostly its name. */
      readonly callee: string;
      readonly bindings: readonly { readonly name: string; readonly logic: Logic }[];
    };

/** A parameter of a function. */
export interface Parameter {
  /** Name that the body uses. */
  readonly name: string;
  /** FEEL type or a definition's name; null when unstated. */
  readonly type: string | null;
}

/** A question the model answers. */
export interface DecisionNode {
  /** Identity inside the model. */
  readonly id: string;
  /** Name that other decisions use. */
  readonly name: string;
  /** Type of the answer; null when unstated. */
  readonly type: string | null;
  /** Ids of the input data, decisions and knowledge it needs. */
  readonly requires: readonly string[];
  /** How the answer is found. */
  readonly logic: Logic;
}

/** A function that decisions share (DMN: business knowledge model). */
export interface KnowledgeNode {
  /** Identity inside the model. */
  readonly id: string;
  /** Name that expressions call it by. */
  readonly name: string;
  /** Ids of the knowledge it needs. */
  readonly requires: readonly string[];
  /** Parameters in order. */
  readonly parameters: readonly Parameter[];
  /** What a call evaluates. */
  readonly body: Logic;
}

/** A whole DMN model as plain data: what a version stores, what is compiled, and what XML is read into and written from. */
export interface DecisionModel {
  /** Name of the model. */
  readonly name: string;
  /** Namespace URI of the model. */
  readonly namespace: string;
  /** Types that inputs and outputs refer to. */
  readonly types: readonly TypeDefinition[];
  /** Facts taken from outside. */
  readonly inputs: readonly InputData[];
  /** Questions answered. */
  readonly decisions: readonly DecisionNode[];
  /** Shared functions. */
  readonly knowledge: readonly KnowledgeNode[];
}

/** Why a model is refused: where in it, and what is wrong there. */
export interface ModelProblem {
  /** Place in the manager's words, such as `Approval / rule 2 / input 1 (Age)`. */
  readonly place: string;
  /** The offending text; empty when the place itself is at fault. */
  readonly text: string;
  /** The parser's reason, or ours. */
  readonly reason: string;
}

/** Thrown while compiling or reading a model; carries every problem found. */
export class ModelRefused extends Error {
  /** What is wrong, in the order of the model. */
  readonly problems: readonly ModelProblem[];

  /** Refuses a model for these problems; there is at least one. */
  constructor(problems: readonly ModelProblem[]) {
    super(problems.map(({ place, reason }) => `${place}: ${reason}`).join('; '));
    this.name = 'ModelRefused';
    this.problems = problems;
  }
}
