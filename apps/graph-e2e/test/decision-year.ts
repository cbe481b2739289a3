import { createId } from '@courtesy/kernel';
import { withClient } from '@courtesy/testing';
import type { GraphWorld } from './graph-world.ts';
import { givenPolicy, type Managers } from './policies.ts';
import { must } from './verbs.ts';

/** A table by which up to a limit is given at once, and a draft of it with another limit. */
export interface RaisedLimit {
  readonly decisionTableId: string;
  readonly inForceId: string;
  readonly draftId: string;
}

const upTo = (limit: number) => ({
  hitPolicy: 'FIRST',
  inputs: [
    { name: 'usedUp', type: 'boolean' },
    { name: 'amount', type: 'number' },
  ],
  outputs: [{ name: 'outcome', type: 'string', default: '"DENY"' }],
  rules: [
    { id: 'used-up', tests: ['true', '-'], outputs: ['"DENY"'], clause: 'used-up' },
    { id: 'small', tests: ['false', `<= ${limit}`], outputs: ['"ALLOW"'], clause: 'refunds' },
    { id: 'large', tests: ['false', `> ${limit}`], outputs: ['"NEEDS_APPROVAL"'], clause: 'refunds' },
  ],
});

/** One manager writes the table and its next version; the other approves the first. */
export async function givenRaisedLimit(
  world: GraphWorld,
  managers: Managers,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<RaisedLimit> {
  const { author, approver } = managers;
  const clauses = ['used-up', 'refunds'].map((anchor) => ({ anchor, text: `On ${anchor}` }));
  const { policy } = await givenPolicy(world, managers, { title: 'Refunds', clauses });
  const table = { name: 'Refund limit', policyId: policy.id, table: upTo(from) };
  interface Drafted {
    readonly decisionTable: { readonly id: string };
    readonly decisionTableVersion: { readonly id: string; readonly version: number };
  }
  const fields = 'decisionTable { id } decisionTableVersion { id version }';
  const first = await must<Drafted>(world, author, ['draftDecisionTable', 'DecisionTableDrafted', fields], table);
  const approval = ['approveDecisionTableVersion', 'DecisionTableVersionApproved', '__typename'] as const;
  await must(world, approver, approval, { decisionTableVersionId: first.decisionTableVersion.id });
  const next = await must<Drafted>(
    world,
    author,
    ['draftDecisionTableVersion', 'DecisionTableVersionDrafted', 'decisionTableVersion { id version }'],
    { decisionTableId: first.decisionTable.id },
  );
  const { id, version } = next.decisionTableVersion;
  await must(world, author, ['reviseDecisionTable', 'DecisionTableRevised', '__typename'], {
    ...{ decisionTableVersionId: id, expectedVersion: version, table: upTo(to) },
  });
  return { decisionTableId: first.decisionTable.id, inForceId: first.decisionTableVersion.id, draftId: id };
}

/** As many ids, in the order of a year. */
const idsFor = ({ count, from }: { readonly count: number; readonly from: string }, prefix = 'dec'): string[] =>
  Array.from({ length: count }, (_, n) => {
    const random = new Uint8Array(10);
    new DataView(random.buffer).setUint32(6, n);
    return createId(prefix, Date.parse(from) + n, random);
  });

/**
 * Writes a year of decisions by a limit into the ledger, of these customers and cases in turn: amounts from 0.01 to 120.00, one in nine of something used
 * up, one in five of a customer who is vulnerable, and one in eleven that does not say what it was.
 */
export async function givenDecisionYear(
  world: GraphWorld,
  table: RaisedLimit,
  of: {
    readonly count: number;
    readonly limit: number;
    readonly from: string;
    readonly customerIds: readonly string[];
    readonly caseIds: readonly string[];
  },
): Promise<void> {
  await withClient(world.services['policy']?.database.appUrl ?? '', (client) =>
    client.query(
      `INSERT INTO decisions (id, decision_table_id, decision_table_version_id, at, outcome, facts, facts_hash, run, digest, clause_ids,
         policy_version_ids, unresolved_clauses, decided_at, decided_by, handler_id, case_id, customer_id)
       SELECT ($8::text[])[n + 1], $1, $2, made, CASE WHEN n % 11 = 0 THEN 'INSUFFICIENT_FACTS' WHEN n % 9 = 0 THEN 'DENY'
           WHEN minor <= $3::integer * 100 THEN 'ALLOW' ELSE 'NEEDS_APPROVAL' END,
         facts, encode(sha256(facts::bytea), 'hex'), '{"outputs":[]}', encode(sha256('{}'::bytea), 'hex'), '[]', '[]', '[]', made, 'a clerk', NULL,
         ($4::text[])[1 + n % cardinality($4::text[])], ($5::text[])[1 + (n * 31) % cardinality($5::text[])]
       FROM (SELECT n, made, minor, '{"amount":' || trim_scale(minor / 100.0) || CASE WHEN n % 11 = 0 THEN '' ELSE ',"usedUp":' || (n % 9 = 0) END
           || ',"vulnerable":' || (n % 5 = 0) || '}' AS facts
         FROM (SELECT n, $6::timestamptz + n * interval '365 days' / $7::integer AS made, 1 + (n::bigint * 7919) % 12000 AS minor
           FROM generate_series(0, $7::integer - 1) AS n) AS drawn) AS told`,
      [table.decisionTableId, table.inForceId, of.limit, of.caseIds, of.customerIds, of.from, of.count, idsFor(of)],
    ),
  );
}

/**
 * Writes a year of refunds that agents asked for under a grant, one on each case, from 0.01 to 120.00: what is within the limit they gave themselves, of
 * what is beyond it a lead approved every third.
 */
export async function givenAskingYear(
  world: GraphWorld,
  grantId: string,
  of: {
    readonly count: number;
    readonly limit: number;
    readonly from: string;
    readonly customerIds: readonly string[];
  },
): Promise<void> {
  const matter = `decision_type, minor, currency, case_id, customer_id, requested_by`;
  const ids = [idsFor(of, 'ause'), idsFor(of, 'areq'), idsFor(of, 'case')];
  await withClient(world.services['policy']?.database.appUrl ?? '', (client) =>
    client.query(
      `WITH asked AS (
         SELECT n, ($3::text[])[n + 1] AS use_id, ($4::text[])[n + 1] AS request_id, 'REFUND' AS decision_type,
           1 + (n::bigint * 7919) % 12000 AS minor, 'GBP' AS currency, ($5::text[])[n + 1] AS case_id,
           ($6::text[])[1 + (n * 31) % cardinality($6::text[])] AS customer_id, 'an agent' AS requested_by,
           $7::timestamptz + n * interval '365 days' / $8::integer AS at
         FROM generate_series(0, $8::integer - 1) AS n
       ), requested AS (
         INSERT INTO authority_requests (id, ${matter}, requested_at, grant_id, reason, status, version)
         SELECT request_id, ${matter}, at, $1, 'PER_CASE', CASE WHEN n % 3 = 0 THEN 'APPROVED' ELSE 'PENDING' END, 1
         FROM asked WHERE minor > $2::integer * 100 RETURNING id
       )
       INSERT INTO authority_uses (id, ${matter}, grant_id, request_id, authority_of, reserved_at)
       SELECT use_id, ${matter}, $1, r.id, CASE WHEN r.id IS NULL THEN 'an agent' ELSE 'a lead' END, at + CASE WHEN r.id IS NULL THEN interval '0' ELSE interval '1 hour' END
       FROM asked LEFT JOIN requested r ON r.id = asked.request_id WHERE r.id IS NULL OR n % 3 = 0`,
      [grantId, of.limit, ...ids, of.customerIds, of.from, of.count],
    ),
  );
}
