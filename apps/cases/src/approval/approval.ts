import { InvalidMoney, isIdOf, moneyOf, type Problem } from '@courtesy/kernel';
import type { ApprovalStatus, ApproverRole, MoneyInput } from '@courtesy/graph-types/cases';
import { problemWithText, type Case } from '../case/case.ts';
import { holderOf, type Holders } from '../cover/cover.ts';

/** Something about a case that somebody else has to approve first. */
export interface Approval {
  readonly id: string;
  readonly caseId: string;
  /** What is to be approved, in words. */
  readonly what: string;
  /** The id of what it is about, such as a refund; null for what has none. */
  readonly aboutId: string | null;
  readonly amountMinor: bigint | null;
  readonly currency: string | null;
  /** The subject of whoever asked. */
  readonly askedBy: string;
  readonly askedById: string | null;
  readonly askedAt: Date;
  /** Who is to decide: a person, or somebody of a role. */
  readonly approverId: string | null;
  readonly approverRole: ApproverRole | null;
  readonly dueAt: Date | null;
  readonly status: ApprovalStatus;
  readonly reason: string | null;
  readonly decidedBy: string | null;
  readonly decidedById: string | null;
  readonly endedAt: Date | null;
  readonly version: number;
}

/** Somebody has to approve something first. */
export interface ApprovalRequested {
  readonly type: 'ApprovalRequested';
  readonly approval: Approval;
}

/** An approval was given, refused or withdrawn. */
export interface ApprovalEnded {
  readonly type: 'ApprovalEnded';
  readonly approval: Approval;
}

/** It was decided, withdrawn or too late before. */
export interface ApprovalNotPending {
  readonly type: 'ApprovalNotPending';
  readonly approval: Approval;
}

/** Nobody approves what they asked for themselves. */
export interface OwnApproval {
  readonly type: 'OwnApproval';
  readonly approval: Approval;
}

/** It is for somebody else to decide. */
export interface NotTheApprover {
  readonly type: 'NotTheApprover';
  readonly approval: Approval;
}

/** Who speaks of an approval. */
export interface Speaker {
  readonly subject: string;
  readonly personId?: string | undefined;
  readonly role: string;
}

/** What is said of an approval. */
export interface Verdict {
  readonly status: Exclude<ApprovalStatus, 'PENDING'>;
  readonly reason: string | null;
  readonly at: Date;
}

const ranks: readonly ApproverRole[] = ['LEAD', 'MANAGER', 'REGIONAL'];

/** The person who is to decide now: the approver, or whoever covers for them unless that is the one who asked; null where a role decides. */
export function approverNow({ approverId, askedById }: Approval, holders: Holders): string | null {
  if (approverId === null) return null;
  const holder = holderOf(holders, approverId);
  return holder === askedById ? approverId : holder;
}

/** Whether somebody asked for this themselves, under this token or another of theirs. */
export const isAsker = ({ askedBy, askedById }: Approval, { subject, personId }: Speaker): boolean =>
  subject === askedBy || (askedById !== null && personId === askedById);

function isApprover(approval: Approval, speaker: Speaker, holders: Holders): boolean {
  const person = approverNow(approval, holders);
  if (person !== null) return person === speaker.personId;
  const rank = ranks.indexOf(speaker.role as ApproverRole);
  return approval.approverRole !== null && rank >= ranks.indexOf(approval.approverRole);
}

/** Ends an approval: whoever is to decide gives or refuses it, and whoever asked withdraws it. */
export function endApproval(
  approval: Approval,
  verdict: Verdict,
  speaker: Speaker | null,
  holders: Holders,
): Approval | ApprovalNotPending | OwnApproval | NotTheApprover {
  if (approval.status !== 'PENDING') return { type: 'ApprovalNotPending', approval };
  const decides = verdict.status === 'APPROVED' || verdict.status === 'REJECTED';
  if (speaker && decides && isAsker(approval, speaker)) return { type: 'OwnApproval', approval };
  if (speaker && decides && !isApprover(approval, speaker, holders)) return { type: 'NotTheApprover', approval };
  if (verdict.status === 'WITHDRAWN' && !(speaker && isAsker(approval, speaker)))
    return { type: 'NotTheApprover', approval };
  return {
    ...approval,
    ...{ status: verdict.status, reason: verdict.reason, endedAt: verdict.at, version: approval.version + 1 },
    ...{ decidedBy: speaker?.subject ?? null, decidedById: speaker?.personId ?? null },
  };
}

/** What somebody wants approved. */
export interface WantedApproval {
  readonly what: string;
  readonly aboutId: string | null;
  readonly amount: MoneyInput | null;
  readonly approverId: string | null;
  readonly approverRole: ApproverRole | null;
  readonly dueAt: Date | null;
}

/** The longest text of what is to be approved, in characters. */
export const MAX_WHAT = 500;

function problemWithMoney({ amount, currency }: MoneyInput): Problem[] {
  try {
    return moneyOf(amount, currency).minor < 0n ? [{ path: 'amount', message: 'is less than nothing' }] : [];
  } catch (error) {
    if (error instanceof InvalidMoney) return [{ path: 'amount', message: error.message }];
    throw error;
  }
}

/** What is wrong with what somebody wants approved; empty when nothing is. */
export function problemsOfApproval(wanted: WantedApproval, asker: Speaker, now: Date): Problem[] {
  const { what, amount, approverId, approverRole, dueAt } = wanted;
  const text = problemWithText('what', what, MAX_WHAT);
  const problems = [...(text ? [text] : []), ...(amount ? problemWithMoney(amount) : [])];
  if ((approverId === null) === (approverRole === null))
    problems.push({ path: 'approverId', message: 'or approverRole: name one of them' });
  if (approverId !== null && !isIdOf('pers', approverId))
    problems.push({ path: 'approverId', message: `"${approverId}" is not the id of a person` });
  if (approverId !== null && approverId === asker.personId)
    problems.push({ path: 'approverId', message: 'is who asks; name somebody else' });
  if (dueAt && dueAt <= now) problems.push({ path: 'dueAt', message: 'has passed' });
  return problems;
}

/** An approval as it is asked for. What is wanted has no problems. */
export function newApproval(
  wanted: WantedApproval,
  asked: Pick<Approval, 'id' | 'caseId' | 'askedBy' | 'askedById' | 'askedAt'>,
): Approval {
  const amount = wanted.amount && moneyOf(wanted.amount.amount, wanted.amount.currency);
  return {
    ...asked,
    ...{ what: wanted.what, aboutId: wanted.aboutId, approverId: wanted.approverId },
    ...{ approverRole: wanted.approverRole, dueAt: wanted.dueAt },
    ...{ amountMinor: amount?.minor ?? null, currency: amount?.currency ?? null },
    ...{ status: 'PENDING', reason: null, decidedBy: null, decidedById: null, endedAt: null, version: 1 },
  };
}

/** What is told of an approval whatever happens to it. */
export const aboutApproval = (approval: Approval, about: Case) => ({
  ...{ caseId: about.id, customerId: about.customerId, siteId: about.siteId, teamId: about.teamId },
  ...{ assigneeId: about.assigneeId, aboutId: approval.aboutId, what: approval.what, askedById: approval.askedById },
  ...{ approverId: approval.approverId, approverRole: approval.approverRole },
  dueAt: approval.dueAt?.toISOString() ?? null,
});
