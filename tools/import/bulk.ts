import type { OpenCasesItemInput } from '@courtesy/graph-types/cases';
import type { RegisterCustomersItemInput } from '@courtesy/graph-types/customers';
import type { GraphClient } from './graph-client.ts';
import { GraphFailed } from './graph-failure.ts';

/** The most items the graph takes in one bulk. */
export const BULK = 500;

/** What became of the items of a bulk, by their places in it. */
export interface BulkOutcome<Item> {
  readonly taken: ReadonlyMap<number, Item>;
  /** Why each of the others was refused, in words. */
  readonly refused: ReadonlyMap<number, string>;
}

/** What a bulk item is now. */
export interface Taken {
  readonly id: string;
}

/** One thing wrong with an input. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** An item of a bulk that the graph refused. */
export interface Refused {
  readonly index: number;
  readonly problems: readonly Problem[];
}

/** A whole input that the graph refused. */
export interface InvalidInput {
  readonly __typename: 'InvalidInput';
  readonly problems: readonly Problem[];
}

/** Selects what is wrong with an input. */
export const PROBLEMS = 'problems { path message }';
/** Selects the refused items of a bulk. */
export const REFUSED = `refused { index ${PROBLEMS} }`;
/** Selects why a whole input was refused. */
export const INVALID = `... on InvalidInput { ${PROBLEMS} }`;

const registerCustomersQuery = `mutation RegisterCustomers($input: RegisterCustomersInput!) {
  registerCustomers(input: $input) {
    __typename ... on CustomersRegistered { registered customers { index customer { id } } ${REFUSED} } ${INVALID}
  }
}`;

const openCasesQuery = `mutation OpenCases($input: OpenCasesInput!) {
  openCases(input: $input) {
    __typename ... on CasesOpened { opened broughtForward unchanged ${REFUSED} } ${INVALID}
  }
}`;

/** What became of a bulk of customers. */
export interface CustomersSent extends BulkOutcome<Taken> {
  /** How many of those taken are new. */
  readonly registered: number;
}

/** Makes customers known, or finds those that are. At most {@link BULK}. */
export async function registerCustomers(
  client: GraphClient,
  customers: readonly RegisterCustomersItemInput[],
): Promise<CustomersSent> {
  interface Answer {
    readonly registerCustomers:
      | InvalidInput
      | {
          readonly __typename: 'CustomersRegistered';
          readonly registered: number;
          readonly customers: readonly { readonly index: number; readonly customer: Taken }[];
          readonly refused: readonly Refused[];
        };
  }
  if (customers.length === 0) return { registered: 0, taken: new Map(), refused: new Map() };
  const { registerCustomers: result } = await client.ask<Answer>(registerCustomersQuery, { input: { customers } });
  if (result.__typename === 'InvalidInput') throw refusal(result);
  return {
    registered: result.registered,
    taken: new Map(result.customers.map(({ index, customer }) => [index, customer])),
    refused: reasons(result.refused),
  };
}

/** How many cases of a bulk are new, and what became of the others. */
export interface CasesSent {
  readonly opened: number;
  readonly broughtForward: number;
  readonly unchanged: number;
  /** Why each of the others was refused, by its place in the bulk. */
  readonly refused: ReadonlyMap<number, string>;
}

/** Opens cases, or brings those that are known forward. At most {@link BULK}. */
export async function openCases(client: GraphClient, cases: readonly OpenCasesItemInput[]): Promise<CasesSent> {
  interface Answer {
    readonly openCases:
      | InvalidInput
      | (Omit<CasesSent, 'refused'> & { readonly __typename: 'CasesOpened'; readonly refused: readonly Refused[] });
  }
  if (cases.length === 0) return { opened: 0, broughtForward: 0, unchanged: 0, refused: new Map() };
  const { openCases: result } = await client.ask<Answer>(openCasesQuery, { input: { cases } });
  if (result.__typename === 'InvalidInput') throw refusal(result);
  return { ...result, refused: reasons(result.refused) };
}

const inWords = (problems: readonly Problem[]) => problems.map(({ path, message }) => `${path}: ${message}`).join('; ');

/** Why items were refused, in words, by their places in the bulk. */
export const reasons = (refused: readonly Refused[]) =>
  new Map(refused.map(({ index, problems }) => [index, inWords(problems)]));

/** A whole input that was refused, as what it is for a tool that wrote the input itself: a failure. */
export const refusal = ({ problems }: InvalidInput) =>
  new GraphFailed({ code: 'INVALID_INPUT', message: inWords(problems) });
