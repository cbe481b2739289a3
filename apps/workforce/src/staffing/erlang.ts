/**
 * Queues of telephone calls, after A. K. Erlang (1917) and C. Palm (1946): calls come at random (Poisson), handling lasts exponentially long, and those
 * who wait are served in the order in which they came. `traffic` is the mean number of calls that would be in service were there agents without end, in
 * erlangs: calls an interval times handle time by the interval's length.
 *
 * Every recursion runs over numbers between nothing and one, or over logarithms, and adds without cancelling: results hold to far more than six
 * decimals with ten thousand agents.
 */

/** A queue to be served, times in any one unit. */
export interface QueueLoad {
  /** Erlangs, more than nothing. */
  readonly traffic: number;
  /** Mean handle time. */
  readonly handle: number;
}

/** How a queue is served, shares 0 to 1 and times in the unit of the handle time. */
export interface ServedQueue {
  /** The share of calls that wait at all. */
  readonly waiting: number;
  /** The share of all calls that are answered within the time asked about. */
  readonly serviceLevel: number;
  /** The mean wait over all calls, those that gave up included. */
  readonly meanWait: number;
  /** The share of an agent's time that handling takes. */
  readonly occupancy: number;
  /** The share of calls that give up; nothing where nobody does. */
  readonly abandoned: number;
  /** How many wait on average. */
  readonly queueLength: number;
}

/** The queue grows without end: as much work comes as can be done, or more. */
export const UNSTABLE = 'UNSTABLE';

/**
 * Erlang B: the share of calls that find all `servers` busy where such calls are lost. By the recursion B(n) = aB(n-1) / (n + aB(n-1)), B(0) = 1; see
 * G. Jagerman, Some properties of the Erlang loss function, Bell System Technical Journal 53 (1974).
 */
export function erlangB(servers: number, traffic: number): number {
  let blocked = 1;
  for (let n = 1; n <= servers && blocked > 0; n += 1) blocked = (traffic * blocked) / (n + traffic * blocked);
  return blocked;
}

/** Erlang C: how a queue is served in which everybody waits as long as it takes. */
export function erlangC(
  servers: number,
  { traffic, handle }: QueueLoad,
  within: number,
): ServedQueue | typeof UNSTABLE {
  if (servers <= traffic) return UNSTABLE;
  const blocked = erlangB(servers, traffic);
  const spare = servers - traffic;
  const waiting = (servers * blocked) / (spare + traffic * blocked);
  const meanWait = (waiting * handle) / spare;
  return {
    ...{ waiting, meanWait, abandoned: 0, occupancy: traffic / servers },
    serviceLevel: 1 - waiting * Math.exp((-spare * within) / handle),
    queueLength: (meanWait * traffic) / handle,
  };
}

/**
 * The sums of Erlang A over how many wait, t(0) = 1 and t(j) = t(j-1) y / (x + j): of the t(j), as a logarithm, and of what of each
 * gives up. `x` is the rate of all agents and `y` the rate of calls, both by the rate at which one who waits gives up.
 */
function sumsOf(x: number, y: number): { readonly logSum: number; readonly lost: number } {
  let [term, sum, lost, log] = [1, 0, 0, 0];
  for (let j = 0; ; j += 1) {
    sum += term;
    lost += (term * y * (j + 1)) / (x * (x + j + 1));
    // Past its largest term the series falls faster than any power; what is left is nothing beside the sum.
    if (x + j + 1 > y && term * (x + j + 1) < 1e-18 * sum * (x + j + 1 - y)) break;
    term *= y / (x + j + 1);
    if (sum > 1e250) [term, sum, lost, log] = [term / 1e250, sum / 1e250, lost / 1e250, log + Math.log(1e250)];
  }
  return { logSum: Math.log(sum) + log, lost: lost / sum };
}

/**
 * Erlang A: how a queue is served in which those who wait give up after `patience` on average, exponentially. Never unstable: who is not
 * served gives up. After O. Garnett, A. Mandelbaum and M. Reiman, Designing a call center with impatient customers, M&SOM 4 (2002), and
 * A. Mandelbaum and S. Zeltyn, Service engineering in action: the Palm/Erlang-A queue (2004).
 */
export function erlangA(
  servers: number,
  { traffic, handle, patience }: QueueLoad & { readonly patience: number },
  within: number,
): ServedQueue {
  const [x, y] = [(servers * patience) / handle, (traffic * patience) / handle];
  const load = traffic / servers;
  // With no agents every call would be lost before the first of them.
  const before = Math.log(erlangB(servers - 1, traffic));
  const { logSum, lost } = sumsOf(x, y);
  // All that follows is divided by the larger of one and the weight of those who wait, so that neither grows out of reach.
  const scale = Math.max(0, before + logSum);
  const idle = Math.exp(-scale);
  const queued = Math.exp(before + logSum - scale);
  const whole = idle + load * queued;
  const abandoned = (queued * lost) / whole;
  const meanWait = abandoned * patience;
  return {
    ...{ waiting: (load * queued) / whole, abandoned, meanWait, occupancy: Math.min(1, load * (1 - abandoned)) },
    serviceLevel: answeredWithin({ x, y, before, logSum, scale }, within / patience) / whole,
    queueLength: (meanWait * traffic) / handle,
  };
}

/** The weight of calls that are answered within a time, by the same scale: with f the weight of a wait of that length, E - 1 + f + M(y) - f M(z). */
function answeredWithin(
  { x, y, before, logSum, scale }: Readonly<Record<'x' | 'y' | 'before' | 'logSum' | 'scale', number>>,
  patiences: number,
): number {
  const left = y * Math.exp(-patiences);
  const weight = y - left - x * patiences;
  const beyond = sumsOf(x, left).logSum;
  const at = (log: number) => Math.exp(before + log - scale);
  return Math.exp(-scale) - Math.exp(before - scale) + at(weight) + at(logSum) - at(weight + beyond);
}
