/** A fact as it is known. */
export interface Known {
  /** Since when it is known as it is: when the event that made it so was announced. */
  readonly knownFrom: Date;
}

/** What was known of a fact for a while, and is not any more. */
export type Past<F extends Known> = F & { readonly knownUntil: Date };

/** What a page of a feed changes of some facts. */
export interface Pages<F extends Known> {
  readonly current: readonly F[];
  /** What was known of them before, and of those that count no more. */
  readonly past: readonly Past<F>[];
  /** The ids of facts that count no more. */
  readonly gone: readonly string[];
}

/**
 * Facts as a page of events changes them, with what was known of each before. Time of knowing only goes forward: an event that says it was earlier
 * than the one before it in the feed is known with that one. What holds for no time at all is not kept.
 */
export class FactBook<F extends Known> {
  readonly #facts: Map<string, F>;
  readonly #changed = new Set<string>();
  readonly #gone = new Set<string>();
  readonly #past: Past<F>[] = [];

  constructor(facts: ReadonlyMap<string, F>) {
    this.#facts = new Map(facts);
  }

  /** What is known of a fact; undefined when nothing is. */
  get(id: string): F | undefined {
    return this.#facts.get(id);
  }

  /** From `at` on this is known of a fact. */
  put(id: string, fact: Omit<F, 'knownFrom'>, at: Date): void {
    const knownFrom = this.#turn(id, at);
    this.#facts.set(id, { ...fact, knownFrom } as F);
    this.#changed.add(id);
    this.#gone.delete(id);
  }

  /** From `at` on the fact counts no more; nothing happens when it did not. */
  drop(id: string, at: Date): void {
    if (!this.#facts.has(id)) return;
    this.#turn(id, at);
    this.#facts.delete(id);
    this.#changed.delete(id);
    this.#gone.add(id);
  }

  #turn(id: string, at: Date): Date {
    const before = this.#facts.get(id);
    if (!before) return at;
    if (at <= before.knownFrom) return before.knownFrom;
    this.#past.push({ ...before, knownUntil: at });
    return at;
  }

  /** What is to be written down. */
  pages(): Pages<F> {
    const current = [...this.#changed].flatMap((id) => this.#facts.get(id) ?? []);
    return { current, past: this.#past, gone: [...this.#gone] };
  }
}
