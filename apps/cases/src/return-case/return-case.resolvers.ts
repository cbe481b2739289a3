import { nestedPage, survivorOf, type Context } from '@courtesy/subgraph';
import { casesById } from '../case/case.store.ts';
import { payoutsBy } from '../payment/payout.store.ts';
import type { Refund } from '../refund/refund.ts';
import type { Resolvers } from '../resolver-types.ts';
import { approveReturn, authoriseReturn } from './authorising.commands.ts';
import { inspectReturn, receiveReturn, repairReturn, replaceReturn } from './goods.commands.ts';
import { goodsOf, optionsOf, type Goods } from './goods.ts';
import { missingDocuments, requiredDocuments } from './paperwork.ts';
import { refundReturn } from './refunding.commands.ts';
import { cancelReturn, recordReturnDocument, rejectReturn, requestReturn } from './requesting.commands.ts';
import { listReturns, returnsById, returnsOfCases, wholeReturnsById } from './return-case.store.ts';
import {
  allowedReturnVerbs,
  type ReturnDecision,
  type ReturnLine,
  type ReturnNotAuthorised,
  type WholeReturn,
} from './return-case.ts';
import { repairsOfLines, returnableOfLines } from './returnable.store.ts';
import { rightToReject } from './right-to-reject.ts';

async function wholeOf(context: Context, id: string): Promise<WholeReturn> {
  const whole = await context.load(wholeReturnsById, id, undefined);
  if (!whole) throw new Error(`${id} is not there`);
  return whole;
}

async function lineOf(context: Context, returnId: string, lineId: string): Promise<ReturnLine> {
  const line = (await wholeOf(context, returnId)).lines.find(({ id }) => id === lineId);
  if (!line) throw new Error(`${lineId} is not there`);
  return line;
}

async function goodsIn(context: Context, line: ReturnLine): Promise<Goods> {
  return goodsOf(line, (await wholeOf(context, line.returnId)).entries);
}

async function rightOver(context: Context, line: ReturnLine) {
  const { return: asked } = await wholeOf(context, line.returnId);
  const repairs = (await context.load(repairsOfLines, line.purchaseLineId, undefined)) ?? [];
  const others = repairs.filter(({ returnId }) => returnId !== asked.id);
  return rightToReject(asked.heldSince, asked.requestedOn, others);
}

const wordsOf = (constant: string) => constant.toLowerCase().replaceAll('_', ' ');
const clausesOf = (decisions: readonly ReturnDecision[]) => [
  ...new Set(decisions.flatMap(({ clauses }) => clauses.map(({ anchor }) => anchor))),
];

function explainNotAuthorised({ outcome, decisions }: ReturnNotAuthorised): string {
  const clauses = clausesOf(decisions);
  const missing = [...new Set(decisions.flatMap(({ missingFacts }) => missingFacts))];
  return [
    `Policy says ${wordsOf(outcome)}`,
    clauses.length > 0 ? ` (${clauses.join(', ')})` : '',
    missing.length > 0 ? `; it waits for ${missing.join(', ')}` : '',
    '.',
  ].join('');
}

/** How the SDL of returns maps to functions. */
export const returnCaseResolvers: Resolvers = {
  Query: {
    returnCase: (_, { id }, context) => context.load(returnsById, id, undefined),
    returnCases: (_, args, { db, actor, now }) => listReturns(db.manager, actor, { ...args, now: now() }),
  },
  Mutation: {
    requestReturn: (_, { input }, context) => requestReturn(context, input),
    authoriseReturn: (_, { input }, context) => authoriseReturn(context, input),
    approveReturn: (_, { input }, context) => approveReturn(context, input),
    receiveReturn: (_, { input }, context) => receiveReturn(context, input),
    inspectReturn: (_, { input }, context) => inspectReturn(context, input),
    refundReturn: (_, { input }, context) => refundReturn(context, input),
    replaceReturn: (_, { input }, context) => replaceReturn(context, input),
    repairReturn: (_, { input }, context) => repairReturn(context, input),
    rejectReturn: (_, { input }, context) => rejectReturn(context, input),
    cancelReturn: (_, { input }, context) => cancelReturn(context, input),
    recordReturnDocument: (_, { input }, context) => recordReturnDocument(context, input),
  },
  Case: {
    returns: ({ id }, page, context) => nestedPage(context, returnsOfCases, id, page),
  },
  PurchaseLine: {
    returnable: ({ id }, _, context) => context.load(returnableOfLines, id, undefined),
  },
  ReturnCase: {
    __resolveReference: ({ id }, context) => context.load(returnsById, id, undefined),
    case: async ({ id, caseId }, _, context) => {
      const about = await context.load(casesById, caseId, undefined);
      if (!about) throw new Error(`The case of ${id} is not there`);
      return about;
    },
    customer: ({ customerId }, _, context) => survivorOf(context, customerId),
    purchase: ({ purchaseId }) => ({ id: purchaseId }),
    lines: async ({ id }, _, context) => (await wholeOf(context, id)).lines,
    canBe: async ({ id }, _, context) => {
      const { lines, entries } = await wholeOf(context, id);
      return optionsOf(lines.map((line) => goodsOf(line, entries)));
    },
    requiredDocuments: async ({ id }, _, context) => requiredDocuments((await wholeOf(context, id)).decisions),
    missingDocuments: async ({ id }, _, context) => {
      const { decisions, documents } = await wholeOf(context, id);
      return missingDocuments(decisions, documents);
    },
    documents: async ({ id }, _, context) => (await wholeOf(context, id)).documents,
    decisions: async ({ id }, _, context) => (await wholeOf(context, id)).decisions,
    entries: async ({ id }, _, context) => (await wholeOf(context, id)).entries,
  },
  ReturnEntry: {
    line: ({ returnId, lineId }, _, context) => lineOf(context, returnId, lineId),
    findings: ({ condition, faultFound, resaleable, note }) =>
      condition && { condition, faultFound: faultFound ?? false, resaleable: resaleable ?? false, note },
  },
  ReturnDecision: {
    line: ({ returnId, lineId }, _, context) => lineOf(context, returnId, lineId),
    decision: ({ decisionId }) => ({ id: decisionId }),
    policyVersions: ({ policyVersionIds }) => policyVersionIds.map((id) => ({ id })),
  },
  ReturnClause: {
    clause: ({ id }) => ({ id }),
  },
  ReturnLine: {
    purchaseLine: ({ purchaseLineId }) => ({ id: purchaseLineId }),
    received: async (line, _, context) => (await goodsIn(context, line)).received,
    inspected: async (line, _, context) => (await goodsIn(context, line)).inspected,
    refunded: async (line, _, context) => (await goodsIn(context, line)).refunded,
    replaced: async (line, _, context) => (await goodsIn(context, line)).replaced,
    repaired: async (line, _, context) => (await goodsIn(context, line)).repaired,
    rejected: async (line, _, context) => (await goodsIn(context, line)).rejected,
    canBe: async (line, _, context) => optionsOf([await goodsIn(context, line)]),
    rightToReject: (line, _, context) => rightOver(context, line),
  },
  ReturnRefunded: {
    refund: async ({ refundId }, _, context) => {
      const refund = await context.load(payoutsBy.REFUND.byId.now, refundId, undefined);
      if (!refund) throw new Error(`${refundId} is not there`);
      return refund as Refund;
    },
  },
  QuantityNotReturnable: {
    message: ({ asked, returnable }) => `${asked} were to be returned; the customer has ${returnable} to return.`,
    purchaseLine: ({ purchaseLineId }) => ({ id: purchaseLineId }),
  },
  ReturnNotAuthorised: { message: explainNotAuthorised },
  PolicyUnanswered: { message: ({ detail }) => `Policy gave no answer, so nothing was done: ${detail}.` },
  IllegalReturnStep: {
    message: ({ return: { status }, verb }) => {
      const allowed = allowedReturnVerbs(status).map(wordsOf);
      const instead = allowed.length > 0 ? `What can be done: ${allowed.join(', ')}.` : 'Nothing more can be done.';
      return `A return that is ${wordsOf(status)} cannot ${wordsOf(verb)}. ${instead}`;
    },
    allowed: ({ return: { status } }) => allowedReturnVerbs(status),
  },
  OwnReturnRequest: {
    message: () => 'You requested this return yourself, so somebody else approves it.',
  },
  QuantityExceeded: {
    line: ({ return: { id }, lineId }, _, context) => lineOf(context, id, lineId),
    message: ({ asked, left }) => `${asked} were named; it can be done for ${left}.`,
  },
  PaperworkMissing: {
    message: ({ missing }) => `Before anything is given for the goods there must be: ${missing.join(', ')}.`,
  },
};
