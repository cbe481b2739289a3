import { z } from 'zod';
import { parseDuration } from '@courtesy/kernel';
import type { DecisionModel } from '../dmn/model.ts';

const source = z.strictObject({ title: z.string(), url: z.url().nullable(), readOn: z.iso.date() });
const head = z.enum(['FINANCIAL', 'DISTRESS_AND_INCONVENIENCE', 'LOSS_OF_SERVICE', 'GOODWILL']);
const code = z.string().regex(/^[A-Z0-9][A-Z0-9_]*$/);

/** What stands in the file `pack.json` of a pack of rules. Amounts are in the scheme's currency, `reviewAfter` is an ISO-8601 duration. */
const rulePackFile = z.strictObject({
  title: z.string(),
  description: z.string(),
  /** What to do before anything of it is approved. */
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

/** A table of a pack: its model as the file has it, and as it was read. */
export interface RulePackTable {
  readonly description: string;
  readonly dmn: string;
  readonly model: DecisionModel;
  /** Name of the decision that is asked. */
  readonly decision: string;
}

/** A policy with its clauses, decision tables and compensation scheme that ships with the product. */
export interface RulePack extends Omit<z.infer<typeof rulePackFile>, 'tables'> {
  readonly name: string;
  readonly tables: readonly RulePackTable[];
}

/** What came of installing a pack. */
export interface RulePackInstallation {
  /** The name of the pack: each is installed once. */
  readonly id: string;
  readonly policyId: string;
  readonly policyVersionId: string;
  /** In the order of the pack, as are the versions. */
  readonly decisionTableIds: readonly string[];
  readonly decisionTableVersionIds: readonly string[];
  /** Null when the pack has no scheme, as is its version. */
  readonly schemeId: string | null;
  readonly schemeVersionId: string | null;
  readonly installedBy: string;
  readonly installerId: string | null;
  readonly installedAt: Date;
}

/** All of the pack is there as drafts. */
export interface RulePackInstalled {
  readonly type: 'RulePackInstalled';
  readonly installation: RulePackInstallation;
}

/** The pack was installed before. */
export interface RulePackAlreadyInstalled {
  readonly type: 'RulePackAlreadyInstalled';
  readonly installation: RulePackInstallation;
}

/** Reads the text of a pack's `pack.json`. Throws with every place that is not as it should be. */
export const readRulePackFile = (text: string): z.infer<typeof rulePackFile> => rulePackFile.parse(JSON.parse(text));
