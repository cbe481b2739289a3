/** A mean, and how far from it the truth may lie. */
export interface Interval {
  readonly mean: number;
  readonly half: number;
}

/** What is simulated; times in any one unit, patience Infinity where nobody gives up. */
export interface SimulatedQueue {
  readonly servers: number;
  readonly traffic: number;
  readonly handle: number;
  readonly patience: number;
  readonly within: number;
}

/** Numbers from 0 to 1 that follow from a seed: xorshift32 of G. Marsaglia, Xorshift RNGs, Journal of Statistical Software 8 (2003). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) + 0.5) / 4_294_967_296;
  };
}

// Globals are looked up anew on every use under jest; these are used a hundred million times.
const { log, max, min } = Math;
const FOR_EVER = Infinity;

const BATCHES = 25;
const CALLS_A_BATCH = 3_000;
/** Student's t of 24 degrees at 1 - 1e-6 on both sides. */
const STUDENT = 6.5;

/** What happens in one of so many calls may be seen in none of them: 14 is the logarithm of a million. */
const RARE = 14 / (BATCHES * CALLS_A_BATCH);

const intervalOf = (values: readonly number[], scale: number): Interval => {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const variance = values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (values.length - 1);
  return { mean, half: STUDENT * Math.sqrt(variance / values.length) + RARE * scale };
};

type Counted = 'waiting' | 'serviceLevel' | 'meanWait' | 'abandoned';

/**
 * Plays a queue call by call, first come first served: who comes waits for the server that is free first, unless their patience ends before.
 * Figures are means over batches of calls after a first batch that is thrown away; each interval is Student's over the batches.
 */
export function simulate(queue: SimulatedQueue, random: () => number): Readonly<Record<Counted, Interval>> {
  const free = new Float64Array(queue.servers);
  const exponential = (mean: number) => -mean * log(random());
  const batches: Record<Counted, number>[] = [];
  let now = 0;
  for (let batch = 0; batch <= BATCHES; batch += 1) {
    const counts = { waiting: 0, serviceLevel: 0, meanWait: 0, abandoned: 0 };
    for (let call = 0; call < CALLS_A_BATCH; call += 1) {
      now += exponential(queue.handle / queue.traffic);
      let first = 0;
      for (let server = 1; server < free.length; server += 1)
        if ((free[server] ?? 0) < (free[first] ?? 0)) first = server;
      const wait = max(0, (free[first] ?? 0) - now);
      const patience = queue.patience === FOR_EVER ? FOR_EVER : exponential(queue.patience);
      counts.waiting += wait > 0 ? 1 : 0;
      counts.meanWait += min(wait, patience);
      if (patience < wait) counts.abandoned += 1;
      else {
        counts.serviceLevel += wait <= queue.within ? 1 : 0;
        free[first] = now + wait + exponential(queue.handle);
      }
    }
    if (batch > 0) batches.push(counts);
  }
  const of = (figure: Counted, scale = 1) =>
    intervalOf(
      batches.map((counts) => counts[figure] / CALLS_A_BATCH),
      scale,
    );
  return {
    waiting: of('waiting'),
    serviceLevel: of('serviceLevel'),
    meanWait: of('meanWait', queue.handle),
    abandoned: of('abandoned'),
  };
}
