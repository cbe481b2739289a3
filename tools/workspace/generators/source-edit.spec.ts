import { describe, expect, it } from '@jest/globals';
import { addElement, addImport, addProperty, elementsOf, UnexpectedSource } from './source-edit.ts';

describe('an edit of a source file', () => {
  it('puts an import where the alphabet wants it, packages and files apart', () => {
    const text = `import { z } from 'zod';\nimport { a } from './a.ts';\nimport { c } from './c.ts';\n\nexport {};\n`;
    expect(addImport(text, 'b', './b.ts')).toBe(
      text.replace(`import { c }`, `import { b } from './b.ts';\nimport { c }`),
    );
    expect(addImport(text, 'd', './d.ts')).toBe(text.replace(`'./c.ts';`, `'./c.ts';\nimport { d } from './d.ts';`));
    expect(addImport(text, 'y', 'yaml')).toBe(`import { y } from 'yaml';\n${text}`);
  });

  it('adds at the end of a list, once, whatever stands around it', () => {
    expect(addElement(`const list = ['a', 'b'] as const;`, 'list', `'c'`)).toBe(
      `const list = ['a', 'b', 'c'] as const;`,
    );
    expect(addElement(`const it = { tables: [], rows: [1] };`, 'tables', 'x')).toBe(
      `const it = { tables: [x], rows: [1] };`,
    );
    expect(addElement(`const list = [\n  a,\n];`, 'list', 'a')).toBe(`const list = [\n  a,\n];`);
    expect(elementsOf(`const list: readonly string[] = [a, 'b'];`, 'list')).toEqual(['a', `'b'`]);
  });

  it('adds a property at the end of an object', () => {
    expect(addProperty(`const all = {\n  a: 1,\n} as const;`, 'all', 'b: 2')).toBe(
      `const all = {\n  a: 1, b: 2,\n} as const;`,
    );
  });

  it('is refused where there is nothing of that name', () => {
    expect(() => addElement('const other = [];', 'list', 'a')).toThrow(UnexpectedSource);
    expect(() => addProperty('const all = [];', 'all', 'a: 1')).toThrow('no object called all');
  });
});
