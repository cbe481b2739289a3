/** The users of `load.ts`, in a process of their own, so that what they measure waits behind nothing but the graph. */
import { setTimeout as pause } from 'node:timers/promises';
import { chanceOf, type Chance } from '@courtesy/tools/demo/random.ts';
import { percentiles, tenths } from '@courtesy/tools/bench/figures.ts';
import { graphClient, type GraphClient } from '@courtesy/tools/import/graph-client.ts';
import { CASE_PAGE, checkFigure, checkPage, type CasePage, type Figure } from './desk-queries.ts';

/** Somebody at a desk: a token, and cases that it lets them see. */
export interface Seat {
  readonly token: string;
  readonly caseIds: readonly string[];
}

/** A figure of a dashboard, with a token of the role that it is for. */
export interface ShownFigure {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly token: string;
}

/** What the users are to do. */
export interface Shift {
  readonly url: string;
  readonly seats: readonly Seat[];
  readonly figures: readonly ShownFigure[];
  /** For how long all users at once are measured. */
  readonly seconds: number;
}

const SEED = 'load';
const LONGEST_THINK_MS = 20_000;
/** After it everybody has done something, and how many ask at once no longer depends on everybody having begun together. */
const WARM_UP_MS = LONGEST_THINK_MS;
const PAGE_SHARE = 0.8;
const ALONE = 200;
const [WITHOUT_THINKING, WITHOUT_THINKING_MS] = [16, 15_000];

type Kind = 'page' | 'figure';

interface User {
  readonly chance: Chance;
  /** Opens the page of one of their cases. */
  page(): Promise<void>;
  /** Has one figure of a dashboard told. */
  figure(): Promise<void>;
}

type Desks = ReadonlyMap<string, GraphClient>;

/** A client for each token; whatever goes wrong is told at once and not tried again. */
function clientsOf({ url, seats, figures }: Shift): Desks {
  const client = (token: string, connections: number) =>
    graphClient({ url, token: () => Promise.resolve(token), connections, patienceMs: 0 });
  return new Map([
    ...seats.map(({ token }) => [token, client(token, 1)] as const),
    ...[...new Set(figures.map(({ token }) => token))].map((token) => [token, client(token, seats.length)] as const),
  ]);
}

function userOf(seat: Seat, place: number, { figures }: Shift, desks: Desks): User {
  const chance = chanceOf(SEED, place);
  const ask = async <T>(token: string, query: string, variables: object) => {
    const desk = desks.get(token);
    if (!desk) throw new Error('There is a token without a desk.');
    return desk.ask<T>(query, variables);
  };
  return {
    chance,
    page: async () => {
      const id = chance.one(seat.caseIds);
      checkPage(id, await ask<CasePage>(seat.token, CASE_PAGE, { id }));
    },
    figure: async () => {
      const { token, query, variables } = chance.one(figures);
      checkFigure(variables, await ask<Figure>(token, query, variables));
    },
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

const told = (times: readonly number[]) => ({ ...percentiles(times), count: times.length });

/** Everybody at once, thinking before each look. */
async function everybody(users: readonly User[], seconds: number) {
  const times: Record<Kind, number[]> = { page: [], figure: [] };
  const begin = performance.now() + WARM_UP_MS;
  const end = begin + seconds * 1000;
  const work = async (user: User) => {
    for (;;) {
      const think = user.chance.next() * LONGEST_THINK_MS;
      if (performance.now() + think >= end) return;
      await pause(think);
      const kind: Kind = user.chance.happens(PAGE_SHARE) ? 'page' : 'figure';
      const isCounted = performance.now() >= begin;
      const took = await timed(user[kind]);
      if (isCounted) times[kind].push(took);
    }
  };
  await Promise.all(users.map(work));
  return { casePageMs: told(times.page), dashboardMs: told(times.figure) };
}

/** Pages one after another, as long as nobody else asks for anything. */
async function alone(users: readonly User[]) {
  const times: number[] = [];
  for (let page = 0; page < ALONE; page += 1) {
    const user = users[page % users.length];
    if (user) times.push(await timed(user.page));
  }
  return told(times);
}

/** Pages a second, when a few users open one as soon as they have the other. */
async function mostPages(users: readonly User[]): Promise<number> {
  const startedAt = performance.now();
  const end = startedAt + WITHOUT_THINKING_MS;
  let pages = 0;
  const work = async (user: User) => {
    while (performance.now() < end) {
      await user.page();
      pages += 1;
    }
  };
  await Promise.all(users.slice(0, WITHOUT_THINKING).map(work));
  return tenths(pages / ((performance.now() - startedAt) / 1000));
}

/** Lets the users work. Rejects with the first thing that goes wrong. */
async function work(shift: Shift) {
  const desks = clientsOf(shift);
  const users = shift.seats.map((seat, place) => userOf(seat, place, shift, desks));
  const together = await everybody(users, shift.seconds);
  return { ...together, casePagesAloneMs: await alone(users), pagesASecond: await mostPages(users) };
}

/** What the users measured. */
export type Measured = Awaited<ReturnType<typeof work>>;

/** What this process tells the one that started it. */
export type Told = { readonly measured: Measured } | { readonly failed: string };

const tell = (what: Told) => process.send?.(what, () => process.exit(0));

process.once('message', (shift: Shift) => {
  work(shift).then(
    (measured) => tell({ measured }),
    (error: unknown) => tell({ failed: (error as Error).message }),
  );
});
process.once('disconnect', () => process.exit(1));
