import { describe, expect, it } from '@jest/globals';
import { mergeFiles } from './sdl.ts';

const file = (name: string, text: string) => ({ name, text });

describe('The SDL of a service', () => {
  it('is one definition of a type and its extensions, wherever they stand', () => {
    const merged = mergeFiles([
      file('a.graphql', 'extend type Case { decisions: Int }'),
      file('b.graphql', 'type Case { id: ID! }'),
      file('c.graphql', 'extend type Case { letters: Int }'),
    ]);
    expect(merged.match(/type Case/g)).toHaveLength(1);
    expect(merged).toMatch(/decisions: Int[^]*id: ID![^]*letters: Int/);
  });

  it('refuses two files that define the same type, and names both', () => {
    const letters = file('letter.graphql', 'enum LetterKind { REDRESS }');
    const regimes = file('regime.graphql', 'enum LetterKind { HOLDING }');
    expect(() => mergeFiles([letters, regimes])).toThrow('regime.graphql and letter.graphql both define LetterKind');
  });

  it('names the file that does not parse', () => {
    expect(() => mergeFiles([file('a.graphql', 'type Case {')])).toThrow(/^a\.graphql: /);
  });
});
