/** A stream of numbers that follows from a seed alone: splitmix64, Steele, Lea and Flood, OOPSLA 2014. */
export function seeded(seed: string): (below: number) => number {
  const mask = (1n << 64n) - 1n;
  let state = 0xcbf29ce484222325n;
  for (const letter of seed) state = ((state ^ BigInt(letter.codePointAt(0) ?? 0)) * 0x100000001b3n) & mask;
  const next = (): bigint => {
    state = (state + 0x9e3779b97f4a7c15n) & mask;
    let mixed = state;
    mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
    mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & mask;
    return mixed ^ (mixed >> 31n);
  };
  return (below) => {
    // Numbers beyond the last whole multiple would come up more often than others, and are drawn again.
    const limit = ((mask + 1n) / BigInt(below)) * BigInt(below);
    let drawn = next();
    while (drawn >= limit) drawn = next();
    return Number(drawn % BigInt(below));
  };
}

/** So many of all, every choice of them equally likely (Fisher and Yates); in the order in which they were drawn. */
export function drawn<T>(all: readonly T[], count: number, random: (below: number) => number): T[] {
  const left = [...all];
  const taken: T[] = [];
  while (taken.length < count && left.length > 0) taken.push(...left.splice(random(left.length), 1));
  return taken;
}
