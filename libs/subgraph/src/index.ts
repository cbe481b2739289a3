export { accessRuleOf, enforceAccess, mayAccess, type AccessRule, type PolicyCheck } from './access.ts';
export * from './actor.ts';
export {
  asOfOf,
  ledgerPages,
  loadAsOf,
  pageAsOf,
  timed,
  timedPages,
  toldAsOf,
  type AsOf,
  type AsOfAnswer,
  type AsOfFields,
  type AsOfTypes,
  type Timed,
  type TimedPages,
} from './as-of.ts';
export type { BeforeAnswer } from './before-answer.ts';
export { byId } from './by-id.ts';
export {
  MAIL_LANES,
  mailFaultOf,
  mailTries,
  openMailExit,
  sendsMail,
  smtpConfig,
  type MailExit,
  type MailFault,
  type SmtpConfig,
} from './smtp.ts';
export { forbidden, onceRequest, requireAll } from './caller.ts';
export { commonConfig, ConfigError, migrateConfig, parseConfig, type CommonConfig } from './config.ts';
export {
  contextOfWork,
  createContext,
  type Batch,
  type Context,
  type ContextParts,
  type EntityReference,
} from './context.ts';
export {
  adoptRoots,
  customerFamilyV1,
  FAMILY,
  familyEvents,
  familyOf,
  holdFamilies,
  ofFamily,
  rootsOf,
  saveRoots,
  survivorOf,
  type CustomerRoot,
} from './customer-family.ts';
export {
  adjustmentEvents,
  adjustmentsOf,
  adoptAdjustments,
  customerAdjustmentsV1,
  mayKnowAdjustments,
} from './customer-adjustments.ts';
export { dueWorker, type DueParts, type DueWork, type DueWorker } from './due-worker.ts';
export { eraseForCustomers, type TracesErased } from './erasure.ts';
export type { Resource, ResourceHost } from './resources.ts';
export { nestedPage, nestedPages, type NestedList } from './nested-pages.ts';
export { PeerFailed, type Peer, type PeerRequest } from './peer.ts';
export { runSubgraph } from './run-subgraph.ts';
export { buildSchema } from './schema.ts';
export { startSubgraph, type RunningSubgraph, type Subgraph, type SubgraphOverrides } from './subgraph.ts';
