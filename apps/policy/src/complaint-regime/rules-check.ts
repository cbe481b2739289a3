import { isTimeZone, type ComplaintRules, type Problem } from '@courtesy/kernel';

/** The longest text of a rule, in characters. */
export const MAX_TEXT = 4_000;
/** The most items of a list in a regime: clocks, letters, elements, categories. */
export const MAX_ITEMS = 200;
/** The most closed days of a calendar. */
export const MAX_CLOSED_DAYS = 2_000;
/** The longest time limit, in its own unit. */
export const MAX_LIMIT = 1_000;
const KEY = /^[a-z0-9][a-z0-9-]{0,63}$/;
const URL_PATTERN = /^https?:\/\/[^\s]+$/;

type Keyed = readonly { readonly key: string }[];

const quoted = (keys: readonly string[]): string => keys.map((each) => `"${each}"`).join(', ') || 'none';

function problemsOfKeys(path: string, items: Keyed): Problem[] {
  const places = new Map<string, number>();
  return items.flatMap(({ key }, index): Problem[] => {
    const at = `${path}[${index}].key`;
    const first = places.get(key);
    if (first !== undefined) return [{ path: at, message: `is that of ${path}[${first}] too; each key is one's own` }];
    places.set(key, index);
    return KEY.test(key)
      ? []
      : [{ path: at, message: `"${key}" is no key; use at most 64 of a-z, 0-9 and hyphens, such as eight-weeks` }];
  });
}

/** What is wrong with names of `known` things, each place of which is told by `pathOf`. */
const problemsOfNames = (path: string, names: readonly string[], known: readonly string[]): Problem[] =>
  names.flatMap((name, index) =>
    known.includes(name)
      ? []
      : [{ path: `${path}[${index}]`, message: `"${name}" is not known here; one of ${quoted(known)}` }],
  );

const problemsOfName = (path: string, name: string, known: readonly string[]): Problem[] =>
  known.includes(name) ? [] : [{ path, message: `"${name}" is not known here; one of ${quoted(known)}` }];

const problemsOfBasis = (path: string, basis: string | null, sections: readonly string[]): Problem[] =>
  basis === null || sections.includes(basis)
    ? []
    : [{ path: `${path}.basis`, message: `"${basis}" is no section of the sources; add it there, or leave it out` }];

function problemsOfLimit(path: string, limit: { readonly length: number }): Problem[] {
  return limit.length >= 1 && limit.length <= MAX_LIMIT
    ? []
    : [{ path: `${path}.length`, message: `is ${limit.length}; give 1 to ${MAX_LIMIT}` }];
}

/** Every text in a value that is empty or too long, and every list too long, by place. */
function problemsOfSizes(path: string, value: unknown): Problem[] {
  if (typeof value === 'string') {
    if (value.trim() === '') return [{ path, message: 'is empty' }];
    return value.length > MAX_TEXT ? [{ path, message: `has ${value.length} characters; at most ${MAX_TEXT}` }] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    const most = path.endsWith('.closedDays') ? MAX_CLOSED_DAYS : MAX_ITEMS;
    return value.length > most
      ? [{ path, message: `has ${value.length} items; at most ${most} are kept` }]
      : value.flatMap((each, index) => problemsOfSizes(`${path}[${index}]`, each));
  }
  return Object.entries(value).flatMap(([name, each]) => problemsOfSizes(`${path}.${name}`, each));
}

function problemsOfSources(path: string, { sources }: ComplaintRules): Problem[] {
  if (sources.length === 0) return [{ path: `${path}.sources`, message: 'is empty; name the texts that it follows' }];
  const seen = new Set<string>();
  return sources.flatMap(({ url, sections }, index) => [
    ...(URL_PATTERN.test(url)
      ? []
      : [{ path: `${path}.sources[${index}].url`, message: `"${url}" is no web address` }]),
    ...sections.flatMap(({ section }, place): Problem[] => {
      const twice = seen.has(section);
      seen.add(section);
      const message = `"${section}" is named twice among the sources`;
      return twice ? [{ path: `${path}.sources[${index}].sections[${place}].section`, message }] : [];
    }),
  ]);
}

interface Known {
  readonly stages: readonly string[];
  readonly kinds: readonly string[];
  readonly sections: readonly string[];
}

const keysOf = (items: Keyed): string[] => items.map(({ key }) => key);

const lettersAt = ({ letters }: ComplaintRules, stage: string): string[] =>
  letters.flatMap(({ kind, stages }) => (stages.length === 0 || stages.includes(stage) ? [kind] : []));

const problemsOfStages = (path: string, rules: ComplaintRules, { stages, sections }: Known): Problem[] =>
  rules.stages.flatMap((stage, index) => {
    const at = `${path}.stages[${index}]`;
    return [
      ...problemsOfNames(`${at}.decidesApartFrom`, stage.decidesApartFrom, stages.slice(0, index)),
      ...problemsOfNames(`${at}.endedBy`, stage.endedBy, lettersAt(rules, stage.key)),
      ...problemsOfBasis(at, stage.basis, sections),
    ];
  });

const problemsOfClocks = (path: string, rules: ComplaintRules, { stages, kinds, sections }: Known): Problem[] =>
  rules.clocks.flatMap((clock, index) => {
    const at = `${path}.clocks[${index}]`;
    return [
      ...problemsOfName(`${at}.stage`, clock.stage, stages),
      ...problemsOfLimit(`${at}.limit`, clock.limit),
      ...problemsOfNames(`${at}.stoppedBy`, clock.stoppedBy, lettersAt(rules, clock.stage)),
      ...problemsOfNames(`${at}.onlyFor`, clock.onlyFor, kinds),
      ...problemsOfNames(`${at}.notFor`, clock.notFor, kinds),
      ...problemsOfBasis(at, clock.basis, sections),
      ...(clock.extension
        ? [
            ...problemsOfLimit(`${at}.extension.limit`, clock.extension.limit),
            ...problemsOfBasis(`${at}.extension`, clock.extension.basis, sections),
          ]
        : []),
    ];
  });

function problemsOfTwice(at: string, rules: ComplaintRules, index: number): Problem[] {
  const letter = rules.letters[index];
  const meets = (stages: readonly string[]): boolean =>
    stages.length === 0 || letter?.stages.length === 0 || stages.some((each) => letter?.stages.includes(each));
  const first = rules.letters.findIndex(({ kind, stages }) => kind === letter?.kind && meets(stages));
  return first < index ? [{ path: at, message: `is for a stage and of a kind that letters[${first}] is for too` }] : [];
}

const problemsOfLetters = (path: string, rules: ComplaintRules, { stages, kinds, sections }: Known): Problem[] =>
  rules.letters.flatMap((letter, index) => {
    const at = `${path}.letters[${index}]`;
    return [
      ...problemsOfTwice(at, rules, index),
      ...problemsOfNames(`${at}.stages`, letter.stages, stages),
      ...problemsOfKeys(`${at}.elements`, letter.elements),
      ...letter.elements.flatMap((element, place) => [
        ...problemsOfNames(`${at}.elements[${place}].onlyFor`, element.onlyFor, kinds),
        ...problemsOfNames(`${at}.elements[${place}].notFor`, element.notFor, kinds),
        ...problemsOfBasis(`${at}.elements[${place}]`, element.basis, sections),
      ]),
    ];
  });

function problemsOfRest(path: string, { referral, notes, stages, timeZone }: ComplaintRules, known: Known): Problem[] {
  return [
    ...(isTimeZone(timeZone) ? [] : [{ path: `${path}.timeZone`, message: `"${timeZone}" is no IANA time zone` }]),
    ...(stages.length === 0 ? [{ path: `${path}.stages`, message: 'is empty; give at least one' }] : []),
    ...(referral?.limit ? problemsOfLimit(`${path}.referral.limit`, referral.limit) : []),
    ...(referral ? problemsOfBasis(`${path}.referral`, referral.basis, known.sections) : []),
    ...notes.flatMap((note, index) => problemsOfBasis(`${path}.notes[${index}]`, note.basis, known.sections)),
  ];
}

/** Everything that keeps rules from being drafted, by place under `path`; empty when nothing does. */
export function problemsOfRules(path: string, rules: ComplaintRules): Problem[] {
  const sizes = problemsOfSizes(path, rules);
  if (sizes.length > 0) return sizes;
  const known = {
    stages: keysOf(rules.stages),
    kinds: keysOf(rules.kinds),
    sections: rules.sources.flatMap(({ sections }) => sections.map(({ section }) => section)),
  };
  return [
    ...(['kinds', 'stages', 'clocks', 'categories'] as const).flatMap((list) =>
      problemsOfKeys(`${path}.${list}`, rules[list]),
    ),
    ...problemsOfSources(path, rules),
    ...problemsOfStages(path, rules, known),
    ...problemsOfClocks(path, rules, known),
    ...problemsOfLetters(path, rules, known),
    ...problemsOfRest(path, rules, known),
  ];
}
