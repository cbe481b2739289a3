import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What policy is to say of a line. */
export interface Said {
  readonly outcome: string;
  readonly clauses?: readonly { readonly id: string; readonly anchor: string }[];
  readonly requiredDocuments?: readonly string[];
  readonly missingFacts?: readonly string[];
}

/** What policy was asked. */
export interface Asked {
  readonly decisionTableId: string;
  readonly caseId: string;
  readonly handlerId?: string;
  readonly facts: readonly {
    readonly name: string;
    readonly text?: string;
    readonly number?: string;
    readonly isTrue?: boolean;
  }[];
}

/** The other end of the wire to policy, for stories about what returns make of its answers. What policy really says is told through the gateway. */
export interface PolicyWire {
  readonly url: string;
  /** What it was asked, the latest last. */
  readonly asked: Asked[];
  /** What it says next, and from then on; null breaks the connection off. */
  says: (said: Said | null) => void;
  close: () => void;
}

const answerTo = (said: Said, count: number) => ({
  __typename: 'DecisionMade',
  decision: {
    ...{ id: `dec_${count}`, outcome: said.outcome, decidedAt: '2026-03-02T10:00:00.000Z' },
    ...{ requiredDocuments: said.requiredDocuments ?? [], clauses: said.clauses ?? [] },
    missingFacts: (said.missingFacts ?? []).map((field) => ({ field })),
    policyVersions: [{ id: 'polv_1' }],
  },
});

/** Opens it on the loopback. */
export async function openPolicyWire(): Promise<PolicyWire> {
  const asked: Asked[] = [];
  let said: Said | null = { outcome: 'ALLOW' };
  const server: Server = createServer((req, res) => {
    let body = '';
    req.on('data', (chunk) => (body += String(chunk)));
    req.on('end', () => {
      const { query, variables } = JSON.parse(body) as { query: string; variables: { input: Asked } };
      if (said === null) return void req.socket.destroy();
      if (!query.startsWith('mutation'))
        return void res.end(JSON.stringify({ data: { decisionTables: { nodes: [{ id: 'dtab_returns' }] } } }));
      // What pays a refund asks policy under names of its own.
      const name = /result: (\w+)/.exec(query)?.[1] ?? 'decide';
      if (name !== 'decide') return void req.socket.destroy();
      asked.push(variables.input);
      const answer = answerTo(said, asked.length);
      res.end(JSON.stringify({ data: { decide: answer, result: answer } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked },
    says: (next) => void (said = next),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
