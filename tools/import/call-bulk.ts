import type { LogCallsItemInput } from '@courtesy/graph-types/cases';
import { INVALID, type InvalidInput, reasons, refusal, REFUSED, type Refused } from './bulk.ts';
import type { GraphClient } from './graph-client.ts';

/** How many calls of a bulk are new, and what became of the others. */
export interface CallsSent {
  readonly logged: number;
  readonly unchanged: number;
  /** Why each of the others was refused, by its place in the bulk. */
  readonly refused: ReadonlyMap<number, string>;
}

const logCallsQuery = `mutation LogCalls($input: LogCallsInput!) {
  logCalls(input: $input) { __typename ... on CallsLogged { logged unchanged ${REFUSED} } ${INVALID} }
}`;

/** Puts calls on record, or finds those that are. At most 500. */
export async function logCalls(client: GraphClient, calls: readonly LogCallsItemInput[]): Promise<CallsSent> {
  interface Logged {
    readonly __typename: 'CallsLogged';
    readonly logged: number;
    readonly unchanged: number;
    readonly refused: readonly Refused[];
  }
  if (calls.length === 0) return { logged: 0, unchanged: 0, refused: new Map() };
  const { logCalls: result } = await client.ask<{ logCalls: InvalidInput | Logged }>(logCallsQuery, {
    input: { calls },
  });
  if (result.__typename === 'InvalidInput') throw refusal(result);
  return { ...result, refused: reasons(result.refused) };
}
