import { askAs, caller, idsAt, startSpecService, type SpecService } from '@courtesy/subgraph/spec-service';
import { fixedClock } from '@courtesy/testing';
import { cases } from '../src/cases.ts';

/** The time at which every story of this service is told, until a spec moves it. */
export const clock = fixedClock('2026-03-02T10:00:00.000Z');

/** A fresh id of another service's entity. */
export const someId = idsAt(clock);

export const admin = caller('ADMIN');
export const manager = caller('MANAGER', { reach: 'ALL' });

/** The cases service on a database of its own. */
export type World = SpecService;

/** Starts it. */
export const startWorld = (config: Readonly<Record<string, unknown>> = {}): Promise<World> =>
  startSpecService(cases, { now: clock, config });

/** Runs an operation and returns its data; an error of the graph fails the spec. */
export const ask = askAs(manager);

/** What specs ask of a case. */
export interface SeenCase {
  readonly id: string;
  readonly status: string;
  readonly version: number;
}

/** A case opened through the graph. */
export async function givenCase(world: World, input: Record<string, unknown> = {}): Promise<SeenCase> {
  const { openCase } = await ask<{ openCase: { case: SeenCase } }>(
    world,
    `mutation ($input: OpenCaseInput!) { openCase(input: $input) { __typename ... on CaseOpened { case { id status version } } ... on UserError { message } } }`,
    {
      input: { type: 'COMPLAINT', channel: 'PHONE', subject: 'The kettle leaks', customerId: someId('cust'), ...input },
    },
  );
  if (!openCase.case) throw new Error(JSON.stringify(openCase));
  return openCase.case;
}

/** What was announced about something, oldest first. */
export async function eventsAbout(world: World, id: string): Promise<string[]> {
  const rows = await world.service.database.manager.query<{ type: string }[]>(
    `SELECT type FROM event_log WHERE subject = $1 ORDER BY sequence, position`,
    [id],
  );
  return rows.map((row) => row.type);
}
