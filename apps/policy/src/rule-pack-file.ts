import { z } from 'zod';
import { parseDuration } from '@courtesy/kernel';
import type { RulePackFile } from './rule-pack/rule-pack.ts';

const source = z.strictObject({ title: z.string(), url: z.url().nullable(), readOn: z.iso.date() });
const head = z.enum(['FINANCIAL', 'DISTRESS_AND_INCONVENIENCE', 'LOSS_OF_SERVICE', 'GOODWILL']);
const code = z.string().regex(/^[A-Z0-9][A-Z0-9_]*$/);

/** The file `pack.json` of a pack of rules as it must be; `reviewAfter` is an ISO-8601 duration there. */
const rulePackFile = z.strictObject({
  title: z.string(),
  description: z.string(),
  advice: z.string().includes('adviser'),
  sources: z.array(source).min(1),
  policy: z.strictObject({
    title: z.string(),
    kind: z.enum(['POLICY', 'PROCEDURE', 'STANDARD', 'STRATEGY']),
    reviewAfter: z.string().transform((text) => parseDuration(text)),
    summary: z.string(),
    clauses: z.array(z.strictObject({ anchor: z.string(), heading: z.string().nullable(), text: z.string() })).min(1),
  }),
  tables: z.array(z.strictObject({ file: z.string().endsWith('.dmn'), description: z.string() })),
  compensation: z
    .strictObject({
      name: z.string(),
      currency: z.string().length(3),
      summary: z.string(),
      source,
      bands: z.array(
        z.strictObject({
          ...{ head, code, name: z.string(), description: z.string(), min: z.string(), max: z.string() },
          clause: z.string(),
        }),
      ),
      uplifts: z.array(z.strictObject({ code, percent: z.int(), reason: z.string(), heads: z.array(head) })),
    })
    .nullable(),
});

/** Reads the text of a pack's `pack.json`. Throws with every place that is not as it should be. */
export const readRulePackFile = (text: string): RulePackFile => rulePackFile.parse(JSON.parse(text));
