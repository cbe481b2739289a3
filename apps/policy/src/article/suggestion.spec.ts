import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Article } from './article.ts';
import { stepsOf, suggestionsFor } from './suggestion.ts';

const words = fc.constantFrom('Kettle', 'KETTLE', 'Leaks', 'Delivery', 'Lid', null);
const category = fc.record({ product: words, subProduct: words, issue: words, subIssue: words });
const articles = fc
  .uniqueArray(fc.nat(99), { maxLength: 12 })
  .chain((ids) =>
    fc.tuple(...ids.map((id) => words.map((about) => ({ id: `art_${100 + id}`, category: about }) as Article))),
  );

describe('the articles that are suggested for a case', () => {
  it('are all whose category is one of its steps, and no other before a more particular or a newer one', () => {
    fc.assert(
      fc.property(category, articles, (about, known) => {
        const steps = stepsOf(about);
        const lower = (each: Article) => each.category?.toLowerCase() ?? '';
        const suggested = suggestionsFor(steps, known);
        expect(new Set(suggested)).toEqual(new Set(known.filter((each) => steps.includes(lower(each)))));
        suggested.slice(1).forEach((later, i) => {
          const [before, after] = [suggested[i] ?? later, later].map((each) => steps.indexOf(lower(each)));
          expect(before).toBeLessThanOrEqual(after ?? -1);
          if (before === after) expect((suggested[i]?.id ?? '') > later.id).toBe(true);
        });
      }),
    );
  });

  it('go by the most particular step first', () => {
    const about = { product: 'Kettle', subProduct: null, issue: ' Leaks ', subIssue: 'Lid' };
    expect(stepsOf(about)).toEqual(['lid', 'leaks', 'kettle']);
  });
});
