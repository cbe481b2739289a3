import {
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { buildSchema } from '@courtesy/subgraph';
import { cases } from '../src/cases.ts';
import { clock, someId } from './cases-world.ts';

const schema: GraphQLSchema = buildSchema(cases);
const fields = Object.values(schema.getMutationType()?.getFields() ?? {});

/** Every mutation of the service. */
export const mutations: readonly string[] = fields.map(({ name }) => name).sort();

/** Ids by their prefix, such as `case`: what a sequence has made so far. */
export type Ids = ReadonlyMap<string, readonly string[]>;

/** Draws the same numbers again for the same seed: mulberry32. */
function drawer(seed: number): (below: number) => number {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const words = ['It leaks', 'A reason', 'Übermut', 'C-1', 'Good morning', 'ann@home.example', "'; DROP TABLE cases; --"];
const empty = ['', ' ', '\0'];

/** The entity whose id a field takes, by the name of the field: `caseId` takes a case's. */
const prefixes: ReadonlyMap<string, string> = new Map(
  Object.values(schema.getTypeMap()).flatMap((type): [string, string][] => {
    const directive = type.astNode?.directives?.find(({ name }) => name.value === 'idPrefix');
    const value = directive?.arguments?.[0]?.value;
    return value?.kind === 'StringValue' ? [[type.name.toLowerCase(), value.value]] : [];
  }),
);
const foreign: Readonly<Record<string, string>> = {
  ...{ customer: 'cust', site: 'site', team: 'team', purchase: 'pur', line: 'purl', purchaseline: 'purl' },
  ...{ survivor: 'case', merged: 'case', contact: 'intr', email: 'mail', rule: 'rule', item: 'chki' },
};

interface Drawing {
  readonly draw: (below: number) => number;
  readonly ids: Ids;
}

function drawId({ draw, ids }: Drawing, name: string): string {
  const noun = name.replace(/Ids?$/, '').toLowerCase();
  const prefix = prefixes.get(noun) ?? foreign[noun] ?? 'pers';
  const known = ids.get(prefix) ?? [];
  return known.length > 0 && draw(20) > 0 ? (known[draw(known.length)] ?? '') : someId(prefix);
}

function drawScalar(drawing: Drawing, type: string, name: string): unknown {
  const { draw } = drawing;
  switch (type) {
    case 'ID':
      return drawId(drawing, name);
    case 'Int':
      return draw(4) === 0 ? draw(5) - 1 : 1 + draw(3);
    case 'Boolean':
      return draw(2) === 0;
    case 'DateTime':
      return new Date(clock().getTime() + (draw(62) - 60) * 3_600_000).toISOString();
    case 'Date':
      return new Date(clock().getTime() + (draw(40) - 10) * 86_400_000).toISOString().slice(0, 10);
    case 'Duration':
      return ['PT5M', 'PT4H', 'PT0S', 'P2D'][draw(4)];
    case 'Decimal':
      return ['10.00', '60.00', '25.50', '0.00', '-5.00', '100.01'][draw(draw(5) === 0 ? 6 : 3)];
    case 'CurrencyCode':
      return draw(6) === 0 ? 'EUR' : 'GBP';
    case 'Moment':
      return '-P14D';
    default:
      return name === 'condition' ? 'true' : draw(25) === 0 ? empty[draw(empty.length)] : words[draw(words.length)];
  }
}

function drawValue(drawing: Drawing, type: GraphQLInputType, name: string): unknown {
  if (type instanceof GraphQLNonNull) return drawValue(drawing, type.ofType, name);
  if (type instanceof GraphQLList)
    return Array.from({ length: drawing.draw(3) + (drawing.draw(8) === 0 ? 0 : 1) }, () =>
      drawValue(drawing, type.ofType, name),
    );
  if (type instanceof GraphQLEnumType) {
    const values = type.getValues();
    return values[drawing.draw(values.length)]?.name;
  }
  if (type instanceof GraphQLInputObjectType) return drawObject(drawing, type);
  return drawScalar(drawing, type.name, name);
}

/** Whether a field is given: what must be is, keys and versions seldom, all else now and then. Filters nest without end, so they stay shallow. */
function isGiven({ draw }: Drawing, { name, type }: GraphQLInputField): boolean {
  if (type instanceof GraphQLNonNull) return true;
  if (['and', 'or', 'not'].includes(name)) return false;
  return draw(name === 'expectedVersion' || name === 'idempotencyKey' ? 12 : 4) === 0;
}

function drawObject(drawing: Drawing, type: GraphQLInputObjectType): Record<string, unknown> {
  const given = Object.values(type.getFields()).filter((field) => isGiven(drawing, field));
  return Object.fromEntries(given.map((field) => [field.name, drawValue(drawing, field.type, field.name)]));
}

/** Makes up an input for a mutation: of the right shape, with ids that exist more often than not, and otherwise whatever a caller might send. */
export function anyInput(mutation: string, seed: number, ids: Ids): { readonly query: string; readonly input: object } {
  const field = fields.find(({ name }) => name === mutation);
  const type = field?.args[0]?.type;
  const named = type instanceof GraphQLNonNull ? type.ofType : type;
  if (!(named instanceof GraphQLInputObjectType)) throw new Error(`${mutation} takes no input`);
  const input = drawObject({ draw: drawer(seed), ids }, named);
  const query = `mutation ($input: ${named.name}!) { ${mutation}(input: $input) { __typename ... on UserError { message } } }`;
  return { query, input };
}
