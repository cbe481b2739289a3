export { BadInput, badInputOf } from './bad-input.ts';
export { column } from './columns.ts';
export {
  migrate,
  openDatabase,
  schemaDrift,
  type Database,
  type DatabaseOptions,
  type MigrationClass,
  type Transaction,
} from './database.ts';
export { appendEvents, eventLogV1, parsePlace, readEventLog, type FeedPage } from './event-log.ts';
export {
  applyPage,
  feedCursorV1,
  feedPositions,
  followFeed,
  type FeedPosition,
  type FeedReader,
  type FetchFeed,
  type FollowOptions,
  type Reaction,
} from './feed-reader.ts';
export { reactionOf, reactionPart, type ReactionPart } from './reaction-parts.ts';
export { openFeedServer, type FeedServer } from './feed-server.ts';
export {
  applyFilter,
  filterCondition,
  MAX_FILTER_DEPTH,
  type Condition,
  type Filter,
  type FilterField,
  type Moment,
} from './filter.ts';
export {
  idempotencyV1,
  MAX_IDEMPOTENCY_KEY,
  once,
  type IdempotencyKeyReused,
  type OnceRequest,
} from './idempotency.ts';
export {
  forgetHistoryV1,
  keepHistoryV1,
  knownFrom,
  problemsOfHistory,
  rowsKnownAt,
  stampLedgerV1,
  type KeptTable,
} from './history.ts';
export { isInstantText, isStorable } from './instants.ts';
export {
  connectionOf,
  DEFAULT_PAGE,
  MAX_PAGE,
  pageSize,
  parseCursor,
  readOn,
  readPage,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from './page.ts';
export { insertRows, queryNamed, updateRows } from './rows.ts';
export { eraseTraces, ERASED, erasureV1, type ErasureRules, type Traces } from './erasure.ts';
export {
  commonPersonalData,
  erasureRulesOf,
  OF_CASE,
  OF_CUSTOMER,
  problemsOfPersonalData,
  withPast,
  withheldOf,
  type PersonalDataMap,
  type PersonalKind,
  type PersonalTable,
} from './personal-data.ts';
export {
  personalDataPage,
  type PersonalDataOf,
  type PersonalDataPage,
  type PersonalRecord,
} from './personal-data-page.ts';
export { nextTry, tryNext, type Tried, type TryEnd, type Trying, type TryParts, type TryRules } from './tries.ts';
