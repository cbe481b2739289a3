/** The part of a `package-lock.json` (version 3) that this check reads. */
export interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string }>>;
}

/** Lowest version that may be installed, by package: below it lies a known security hole or a broken API. */
export type Floors = Readonly<Record<string, string>>;

/** Orders two versions by their three numbers; a pre-release comes before its release. */
export function compareVersions(a: string, b: string): number {
  const [numbersA, preA] = split(a);
  const [numbersB, preB] = split(b);
  for (const [index, number] of numbersA.entries()) {
    const difference = number - (numbersB[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return Number(preB) - Number(preA);
}

function split(version: string): [numbers: number[], isPreRelease: boolean] {
  const [release = '', ...pre] = version.split('-');
  return [release.split('.').map(Number), pre.length > 0];
}

/** One line for every copy of a package in the lock, nested copies included, that is older than its floor. */
export function belowFloor(lock: Lock, floors: Floors): string[] {
  return Object.entries(lock.packages).flatMap(([path, { version }]) => {
    const name = path.split('node_modules/').at(-1) ?? '';
    const floor = Object.hasOwn(floors, name) ? floors[name] : undefined;
    if (floor === undefined || version === undefined || compareVersions(version, floor) >= 0) return [];
    return [`${path} is ${version}, and must be ${floor} or newer`];
  });
}
