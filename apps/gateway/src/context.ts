import type { Logger } from 'pino';
import type { Actor } from '@courtesy/subgraph/actor';

/** What the gateway knows of one request while it runs. */
export interface GatewayContext {
  /** Who asks, as the gateway vouches for them to the subgraphs. */
  readonly actor: Actor;
  /** Ties the request's logs and errors together across services. */
  readonly requestId: string;
  /** Logs with the request id on every line. */
  readonly log: Logger;
}
