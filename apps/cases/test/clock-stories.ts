import { ask, clock, givenCase, type World } from './cases-world.ts';

/** What specs see of a clock. */
export interface SeenClock {
  readonly kind: string;
  readonly segment: number;
  readonly state: string;
  readonly elapsed: string;
  readonly target: string | null;
  readonly remaining: string | null;
  readonly dueAt: string | null;
  readonly breachedAt: string | null;
  readonly standard: { readonly id: string } | null;
  readonly calendarVersion: { readonly id: string } | null;
  readonly events: readonly { readonly kind: string; readonly at: string; readonly cause: string }[];
}

const CLOCKS = `clocks { kind segment state elapsed target remaining dueAt breachedAt standard { id } calendarVersion { id } events { kind at cause } }`;

/** A case's clocks as the graph shows them now. */
export async function clocksOf(world: Pick<World, 'service'>, id: string): Promise<SeenClock[]> {
  const answer = await ask<{ case: { clocks: SeenClock[] } }>(
    world,
    `query ($id: ID!) { case(id: $id) { ${CLOCKS} } }`,
    { id },
  );
  return answer.case.clocks;
}

/** One of them; it must be there. */
export async function clockOf(
  world: Pick<World, 'service'>,
  id: string,
  kind: string,
  segment = 1,
): Promise<SeenClock> {
  const found = (await clocksOf(world, id)).find((each) => each.kind === kind && each.segment === segment);
  if (!found) throw new Error(`No ${kind} ${segment}`);
  return found;
}

/** The events of a clock in a few words: `START 2026-03-02T10:00`. */
export const storyOf = ({ events }: SeenClock): string[] => events.map(({ kind, at }) => `${kind} ${at.slice(0, 16)}`);

const refusal = `... on UserError { message }`;

/** Opens a case at the time of the clock. */
export const openAt = async (world: World, iso: string, input: Record<string, unknown> = {}): Promise<string> => {
  clock.set(iso);
  return (await givenCase(world, input)).id;
};

/** Changes a case at an instant by a mutation that takes its id: `startCase`, `awaitCustomer`, … */
export async function changeAt(
  world: World,
  iso: string,
  mutation: string,
  input: Record<string, unknown>,
): Promise<void> {
  clock.set(iso);
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`;
  const answer = await ask<Record<string, { message?: string }>>(
    world,
    `mutation ($input: ${type}) { ${mutation}(input: $input) { __typename ${refusal} } }`,
    { input },
  );
  const { message } = answer[mutation] ?? {};
  if (message) throw new Error(message);
}

/** Puts a contact on record at an instant. */
export const contactAt = (world: World, iso: string, caseId: string, input: Record<string, unknown> = {}) =>
  changeAt(world, iso, 'logInteraction', {
    caseId,
    channel: 'EMAIL',
    direction: 'OUTBOUND',
    body: 'About it',
    ...input,
  });

/** Waits until so many breaches are on record. */
export async function untilBreaches(world: Pick<World, 'service'>, count: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const [row] = await world.service.database.manager.query<{ n: number }[]>(
      `SELECT count(*)::integer AS n FROM clock_events WHERE kind = 'BREACH'`,
    );
    if ((row?.n ?? 0) >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Never were ${count} breaches on record`);
}
