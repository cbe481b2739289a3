/** A case in which a decision rests on a version of a policy, with the last such decision. */
export interface DecidedCase {
  /** The version and the case, with a dot between them. */
  readonly id: string;
  readonly policyVersionId: string;
  readonly caseId: string;
  readonly decisionId: string;
  readonly decidedAt: Date;
}
