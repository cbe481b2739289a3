import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { guarded, unguarded } from '../import/cell.ts';
import { BadExportQuery, exportQueryOf, rowOf } from './export-query.ts';

describe('An export query', () => {
  it('has a column for each leaf in the order of the selection, under its alias, fragments included', () => {
    const { columns, root } = exportQueryOf(
      `query Q { all: cases { nodes { id who: customer { name ...C } lines { nodes { sku } } } pageInfo { endCursor } } }
       fragment C on Customer { country }`,
    );
    expect({ columns, root }).toEqual({ root: 'all', columns: ['id', 'who.name', 'who.country', 'lines.sku'] });
  });

  it('asks for the page after a cursor, with the size the query names', () => {
    const one = (text: string) => exportQueryOf(text).text.replace(/\s+/g, ' ');
    expect(one('{ cases { nodes { id } } }')).toMatch(/\(\$after: String\) \{ cases\(first: 100, after: \$after\)/);
    expect(one('{ cases(first: 7, after: "x") { nodes { id } } }')).toMatch(/cases\(first: 7, after: \$after\)/);
  });

  it('is refused when it is no connection, more than one field, or no query', () => {
    for (const text of ['{ a }', '{ a { nodes { id } } b { nodes { id } } }', 'mutation { a { nodes { id } } }', '{'])
      expect(() => exportQueryOf(text)).toThrow(BadExportQuery);
  });
});

describe('A row of an export', () => {
  it('joins the items of a list by line breaks and leaves blank what is null', () => {
    const node = { a: null, b: { c: 1, d: true }, e: { nodes: [{ f: 'x' }, { f: 'y' }] }, g: ['p', 'q'] };
    expect(rowOf(node, ['a', 'b.c', 'b.d', 'e.f', 'g'])).toEqual(['', '1', 'true', 'x\ny', 'p\nq']);
  });

  it('has no cell that begins as a formula but for numbers, and every cell comes back as it was', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('=1+1', '+44', '-5.20', '-x', '@a', '\tx', '\rx', "'=", '-'));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 5 }), (cells) => {
        const [back] = parse(stringify([cells.map(guarded)], { record_delimiter: '\r\n', quoted: true })) as string[][];
        for (const each of back ?? []) expect(/^[=+@\t\r]/.test(each) || /^-(?!\d+(\.\d+)?$)/.test(each)).toBe(false);
        const plain = cells.filter((each) => !/^'[=+\-@\t\r]/.test(each));
        expect(plain.map(guarded).map(unguarded)).toEqual(plain);
      }),
    );
  });
});
