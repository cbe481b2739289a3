import type { GraphWorld } from './graph-world.ts';
import { asked, type Who } from './verbs.ts';

/** Something that is watched: how it is asked for, as it is and as of an instant. */
export interface Watched {
  readonly id: string;
  /** The service that keeps it. */
  readonly service: string;
  /** With the variables `id` and `at`, or, where now has to be said too, `when`. */
  readonly query: string;
}

/** What was told of something over a stretch of time in which nothing happened to it. */
export interface Seen {
  readonly of: Watched;
  /** Milliseconds since 1970, both included. */
  readonly from: number;
  readonly until: number;
  readonly state: unknown;
  /** Between which instants it was asked for. */
  readonly asked: readonly [number, number];
}

/** Of nothing there is nothing to be told. */
const NOTHING = { it: null };

/**
 * What the graph told of everything that is watched, each time something had happened to it: kept beside the graph, from its answers about now
 * alone. While something happens to a thing, and until it was asked for after that, nobody knows what it is, so the log says nothing of then.
 */
export class ShadowLog {
  readonly #world: GraphWorld;
  readonly #who: Who;
  readonly #open = new Map<Watched, Omit<Seen, 'until'>>();
  readonly #seen: Seen[] = [];
  readonly begun = Date.now();

  constructor(world: GraphWorld, who: Who) {
    this.#world = world;
    this.#who = who;
  }

  /** What the graph tells of something as of an instant; as it is, when that is null. */
  async tell({ id, query }: Watched, at: number | null): Promise<unknown> {
    const instant = at === null ? null : new Date(at).toISOString();
    const variables = { id, at: instant, when: instant ?? new Date().toISOString() };
    return asked<unknown>(this.#world, this.#who, query, variables);
  }

  /** Lets something happen to what is watched, and asks for all of it afterwards. */
  async while(touched: readonly Watched[], happens: () => Promise<unknown>): Promise<void> {
    const now = Date.now();
    for (const each of touched) this.#close(each, now - 1);
    await happens();
    await Promise.all(touched.map((each) => this.#look(each)));
  }

  /** Watches something that there was nothing of before an instant. */
  async watch(of: Watched, since: number): Promise<void> {
    if (since > this.begun)
      this.#seen.push({ of, from: this.begun, until: since - 1, state: NOTHING, asked: [since, since] });
    await this.#look(of);
  }

  /** Ends the log, and says what it holds. */
  end(): readonly Seen[] {
    const now = Date.now();
    for (const each of [...this.#open.keys()]) this.#close(each, now);
    return this.#seen;
  }

  async #look(of: Watched): Promise<void> {
    // What was written in this millisecond is known by the next.
    const from = Date.now() + 1;
    const began = Date.now();
    const state = await this.tell(of, null);
    this.#open.set(of, { of, from, state, asked: [began, Date.now()] });
  }

  #close(of: Watched, until: number): void {
    const seen = this.#open.get(of);
    if (seen && until >= seen.from) this.#seen.push({ ...seen, until });
    this.#open.delete(of);
  }
}
