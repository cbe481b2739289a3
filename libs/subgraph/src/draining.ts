import type { FastifyInstance } from 'fastify';

/** How often a server that closes looks for connections on which nothing is asked, in milliseconds. */
const SWEEP_MS = 50;

/**
 * Lets an app that closes end as soon as what it was asked is answered. Node.js ends the connections that are idle when a server begins
 * to close, but not those that become so later, nor those on which nothing was ever asked: such as of a caller that gave up while it
 * connected. Each of them would hold the process for as long as it may be kept alive, which is 72 s.
 */
export function endWhenAnswered(app: FastifyInstance): void {
  let asked = 0;
  app.server.on('request', (_request, response) => {
    asked += 1;
    response.once('close', () => (asked -= 1));
  });
  app.addHook('preClose', async () => {
    if (!app.server.listening) return;
    const sweep = setInterval(() => {
      if (asked === 0) app.server.closeAllConnections();
      else app.server.closeIdleConnections();
    }, SWEEP_MS);
    app.server.once('close', () => clearInterval(sweep));
  });
}
