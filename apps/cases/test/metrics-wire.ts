import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The other end of the wire to metrics, where no budget is kept. What metrics really says is told through the gateway. */
export interface MetricsWire {
  /** What tells the cases service where it is. */
  readonly config: { readonly PEERS: Record<string, string>; readonly PEER_KEYS: Record<string, string> };
  close: () => void;
}

/** Opens it on the loopback. */
export async function openMetricsWire(): Promise<MetricsWire> {
  const server = createServer((req, res) => {
    req.resume();
    req.on('end', () => {
      const result = { __typename: 'NoBudgetLine', message: 'No budget line counts it; nothing was reserved.' };
      res.end(JSON.stringify({ data: { result } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    config: {
      PEERS: { metrics: `http://127.0.0.1:${port}` },
      PEER_KEYS: { metrics: 'a-key-for-the-road-from-cases-to-metrics' },
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
