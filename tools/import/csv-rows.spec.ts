import { describe, expect, it } from '@jest/globals';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { RowReader, UnreadableHeader, type BrokenRow, type WholeRow } from './csv-rows.ts';

function read(text: string, pieceLength = Infinity) {
  const reader = new RowReader();
  const whole: WholeRow[] = [];
  const broken: BrokenRow[] = [];
  const take = (block: { whole: readonly WholeRow[]; broken: readonly BrokenRow[] }) => {
    whole.push(...block.whole);
    broken.push(...block.broken);
  };
  for (let at = 0; at < text.length; at += pieceLength) take(reader.push(text.slice(at, at + pieceLength)));
  take(reader.end());
  return { header: reader.header, whole, broken };
}

const fieldsOf = (rows: readonly WholeRow[]) => rows.map(({ fields }) => fields);
const field = fc.oneof(
  fc.constantFrom('', 'N/A', '705XX', 'a,b', 'said "no"', 'two\nlines', 'two\r\nlines', '"'),
  fc.string(),
);

describe('Reading CSV', () => {
  it('gives back what was written, however the text is cut into pieces', () => {
    const row = fc.array(field, { minLength: 3, maxLength: 3 }).filter((fields) => fields.join('').trim() !== '');
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 20 }),
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        (rows, size, crlf) => {
          const text = stringify([['a', 'b', 'c'], ...rows], { record_delimiter: crlf ? '\r\n' : '\n', quoted: true });
          const result = read(text, size);
          expect(result.header).toEqual(['a', 'b', 'c']);
          expect(fieldsOf(result.whole)).toEqual(rows);
          expect(result.broken).toEqual([]);
        },
      ),
    );
  });

  it('numbers a row by the line it begins on', () => {
    const { whole } = read('a,b\n1,"two\nlines"\n\n3,4\n');
    expect(whole.map(({ line }) => line)).toEqual([2, 5]);
  });

  it('leaves the byte order mark and the carriage returns out', () => {
    const result = read('\uFEFFa,b\r\n1,2\r\n');
    expect(result.header).toEqual(['a', 'b']);
    expect(fieldsOf(result.whole)).toEqual([['1', '2']]);
  });

  it('sets a row of too few or too many fields aside and goes on', () => {
    const { whole, broken } = read('a,b\n1,2\nshort\n3,4,5\n6,7');
    expect(fieldsOf(whole)).toEqual([
      ['1', '2'],
      ['6', '7'],
    ]);
    expect(broken).toEqual([
      { line: 3, raw: 'short', reason: 'has 1 fields; the header has 2' },
      { line: 4, raw: '3,4,5', reason: 'has 3 fields; the header has 2' },
    ]);
  });

  it.each([1, 7, Infinity])('a quote nobody closes costs its own row only, read in pieces of %s', (size) => {
    const { whole, broken } = read('a,b\n1,2\n3,"open\n5,6\n7,"two\nlines"\n8,9\n', size);
    expect(fieldsOf(whole)).toEqual([
      ['1', '2'],
      ['5', '6'],
      ['7', 'two\nlines'],
      ['8', '9'],
    ]);
    expect(broken).toEqual([{ line: 3, raw: '3,"open', reason: expect.stringContaining('uote') }]);
  });

  it('a quote nobody closes is given up on long before the file ends', () => {
    const reader = new RowReader();
    reader.push('a,b\n1,"open\n');
    let found = 0;
    for (let piece = 0; piece < 10; piece += 1) found += reader.push('2,3\n'.repeat(10_000)).whole.length;
    expect(found).toBeGreaterThan(90_000);
    expect(reader.end().broken).toEqual([]);
  });

  it('a quote in the middle of a field is a broken row', () => {
    const { whole, broken } = read('a,b\n5" pipe,1" bolt\n3,4\n');
    expect(fieldsOf(whole)).toEqual([['3', '4']]);
    expect(broken.map(({ line }) => line)).toEqual([2]);
  });

  it('loses no text of a broken row and no whole row beside it', () => {
    const good = fc.constantFrom('1,2', '"x, y",z', '"two\nlines",3');
    const bad = fc.constantFrom('only one', '1,2,3', '4,"open');
    const rows = fc.array(fc.tuple(bad, good), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 60 }), (pairs, size) => {
        const { whole, broken } = read(`a,b\n${pairs.flat().join('\n')}\n`, size);
        expect(whole.map(({ raw }) => raw)).toEqual(pairs.map(([, raw]) => raw));
        expect(broken.map(({ raw }) => raw)).toEqual(pairs.map(([raw]) => raw));
      }),
    );
  });

  it.each(['', '\n\n', '"open\n1,2'])('refuses a file without a header: %j', (text) => {
    expect(() => read(text)).toThrow(UnreadableHeader);
  });
});
