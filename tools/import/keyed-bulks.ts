import { BULK } from './bulk.ts';
import { InFlight } from './in-flight.ts';

/** Something that is sent in bulks, and is known by a key. */
export interface Keyed {
  readonly key: string;
}

/** How things are sent. */
export interface BulkRoad<Item> {
  /** How many bulks may be under way at once. */
  readonly lanes: number;
  /** Sends up to {@link BULK} things, no two of one key. May be called again before it has ended. */
  send(bulk: readonly Item[]): Promise<void>;
}

/** Sends things in bulks, a few at once. Two things of one key are never under way together, so the later one comes second. */
export class KeyedBulks<Item extends Keyed> {
  readonly #road: BulkRoad<Item>;
  readonly #inFlight: InFlight;
  readonly #keysInFlight = new Set<string>();
  #bulk = new Map<string, Item>();

  constructor(road: BulkRoad<Item>) {
    this.#road = road;
    this.#inFlight = new InFlight(road.lanes);
  }

  /** Takes one thing; returns when there is room for the next. @throws what sending an earlier one threw. */
  async add(item: Item): Promise<void> {
    if (this.#bulk.has(item.key)) await this.#flush();
    if (this.#keysInFlight.has(item.key)) await this.#inFlight.settled();
    this.#bulk.set(item.key, item);
    if (this.#bulk.size >= BULK) await this.#flush();
  }

  /** Sends what is left and waits for all of it. @throws what sending threw. */
  async finish(): Promise<void> {
    await this.#flush();
    await this.#inFlight.settled();
  }

  async #flush(): Promise<void> {
    const bulk = this.#bulk;
    this.#bulk = new Map();
    if (bulk.size === 0) return;
    await this.#inFlight.begin(async () => {
      for (const key of bulk.keys()) this.#keysInFlight.add(key);
      try {
        await this.#road.send([...bulk.values()]);
      } finally {
        for (const key of bulk.keys()) this.#keysInFlight.delete(key);
      }
    });
  }
}
