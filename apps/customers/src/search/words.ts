/** Letters that decomposing leaves alone, and what people write for them; the function `fold_text` of the database does the same. */
const PLAIN: Readonly<Record<string, string>> = {
  ...{ ø: 'o', ł: 'l', đ: 'd', ð: 'd', ħ: 'h', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe' },
};

/** A text without case and accents. */
export const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[øłđðħıßæœ]/g, (letter) => PLAIN[letter] ?? letter);

/** The words of a text, folded. An apostrophe is no gap: O'Brien is one word. */
export const wordsOf = (text: string): string[] =>
  fold(text)
    .replace(/['’]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** A word, and the words one letter shorter: two words of which one is a typing error of the other have one of these in common. */
export function spellings(word: string): string[] {
  if (!/^[^0-9]{4,24}$/.test(word)) return [word];
  const letters = [...word];
  return [word, ...letters.map((_, place) => letters.filter((__, other) => other !== place).join(''))];
}

/** How many letters must be put in, left out, replaced or swapped with their neighbour to make one word of another. */
export function distance(a: string, b: string): number {
  if (a === b) return 0;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let least = Math.min(at(last, column) + 1, at(next, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) least = Math.min(least, at(before, column - 2) + 1);
      next.push(least);
    }
    before = last;
    last = next;
  }
  return at(last, b.length);
}

const at = (row: readonly number[], place: number): number => row[place] ?? Number.POSITIVE_INFINITY;

/** How alike two words are, 0 to 1: 1 for the same, and less the more of the longer one is written otherwise. */
export function alikeness(a: string, b: string): number {
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 1 : 1 - distance(a, b) / longer;
}
