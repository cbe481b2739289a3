/** Begins like a formula: a spreadsheet would work it out rather than show it. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** A text as a cell that no spreadsheet takes for a formula: an apostrophe is put before it. A number stays one. */
export const guarded = (text: string): string => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);

/** The text of a cell that may have been {@link guarded}. */
export const unguarded = (cell: string): string => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);
