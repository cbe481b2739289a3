import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UnreadableHeader } from './csv-rows.ts';
import { rowsOf, TabRowReader } from './tab-rows.ts';

describe('Rows parted by tabs', () => {
  const text = '\uFEFFline\ttype\r\nA "1\tPS\r\n\r\nB\tPS\tmore\nC\tNW';

  it('have fields as they stand, quotes and all, and the number of their line', () => {
    const reader = new TabRowReader();
    const { whole, broken } = reader.push(text);
    expect(reader.header).toEqual(['line', 'type']);
    expect(whole).toEqual([{ line: 2, raw: 'A "1\tPS', fields: ['A "1', 'PS'] }]);
    expect(broken).toEqual([{ line: 4, raw: 'B\tPS\tmore', reason: 'has 3 fields; the header has 2' }]);
    expect(reader.end().whole).toEqual([{ line: 5, raw: 'C\tNW', fields: ['C', 'NW'] }]);
  });

  it('are the same in whatever pieces they come', () => {
    const read = (pieces: readonly string[]) => {
      const reader = new TabRowReader();
      const blocks = [...pieces.map((piece) => reader.push(piece)), reader.end()];
      return [blocks.flatMap(({ whole }) => whole), blocks.flatMap(({ broken }) => broken)];
    };
    fc.assert(
      fc.property(fc.array(fc.nat({ max: text.length }), { maxLength: 8 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), text.length];
        const pieces = at.slice(1).map((end, i) => text.slice(at[i], end));
        expect(read(pieces)).toEqual(read([text]));
      }),
    );
  });

  it('are told from CSV by the header, and none is an empty file', () => {
    expect(rowsOf('a\tb\nc,d')).toBeInstanceOf(TabRowReader);
    expect(rowsOf('a,b\nc\td')).not.toBeInstanceOf(TabRowReader);
    expect(() => new TabRowReader().end()).toThrow(UnreadableHeader);
  });
});
