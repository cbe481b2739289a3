import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can be cut, or go silent as a broken network does. */
export interface SilenceableProxy {
  /** The server's URL, by way of this proxy. */
  readonly url: string;
  /** `OPEN` lets everything through; `CUT` refuses and ends every connection; `SILENT` takes connections and says nothing. */
  become(state: 'OPEN' | 'CUT' | 'SILENT'): Promise<void>;
  close(): Promise<void>;
}

/** Puts a proxy before the server that `target` (a URL with host and port) names. */
export async function startProxy(target: string): Promise<SilenceableProxy> {
  const to = new URL(target);
  let state: 'OPEN' | 'CUT' | 'SILENT' = 'OPEN';
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((incoming) => {
    keep(incoming);
    if (state === 'CUT') return void incoming.destroy();
    if (state === 'SILENT') return;
    const outgoing = keep(connect(Number(to.port), to.hostname));
    const both = [incoming, outgoing] as const;
    for (const [from, into] of [both, both.toReversed() as [Socket, Socket]] as const) {
      from.on('data', (chunk) => void (state === 'SILENT' || into.write(chunk))).on('close', () => into.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const cut = () => sockets.forEach((socket) => socket.destroy());
  return {
    url: url.href,
    become: async (next) => {
      state = next;
      if (next === 'CUT') cut();
    },
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
