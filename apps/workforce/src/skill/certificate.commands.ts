import { invalidInput, notFound, staleVersion } from '@courtesy/kernel';
import { once } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  RecordCertificateInput,
  RevokeCertificateInput,
  WithdrawSkillInput,
} from '@courtesy/graph-types/workforce';
import { problemsOfText } from '../directory/problems.ts';
import { endSkills, gain, lockLearner } from './skill.commands.ts';
import {
  MAX_EVIDENCE,
  newCertificate,
  problemsOfCertificate,
  refusalOfGain,
  revoke,
  withdraw,
  type PersonSkill,
} from './skill.ts';
import {
  addCertificate,
  lockCertificate,
  lockPersonSkill,
  lockSkill,
  saveCertificate,
  skillOfCertificate,
} from './skill.store.ts';

/** The day at a place at an instant, `YYYY-MM-DD`. */
export const dayAt = (at: Date, timeZone: string): string => new Intl.DateTimeFormat('en-CA', { timeZone }).format(at);

/** Records a certificate of somebody, and with it the skill it vouches for. */
export function recordCertificate(context: Context, input: RecordCertificateInput) {
  const now = context.now();
  const { actor, newId } = context;
  const request = { key: input.idempotencyKey, operation: 'recordCertificate', subject: actor.subject, input, now };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const learner = await lockLearner(context, tx, input.personId);
      if (!learner) return notFound(input.personId);
      const { timeZone } = learner.site;
      const problems = problemsOfCertificate(input, dayAt(now, timeZone));
      if (problems.length > 0) return invalidInput(problems);
      const skill = await lockSkill(tx.manager, input.skillId);
      if (!skill) return notFound(input.skillId);
      const refusal = refusalOfGain(learner.person, skill);
      if (refusal) return refusal;
      const certificate = newCertificate(newId('cert'), input, timeZone);
      await addCertificate(tx.manager, certificate);
      const personSkill: PersonSkill = {
        ...{ id: newId('pskl'), personId: learner.person.id, skillId: skill.id, level: input.level, since: now },
        ...{ until: certificate.expiresAt, endedBecause: null, certificateId: certificate.id, evidence: null },
      };
      if (certificate.expiresAt > now) await gain(tx, personSkill);
      return { type: 'CertificateRecorded' as const, certificate };
    }),
  );
}

/** Revokes a certificate, and with it the skill it vouches for. */
export async function revokeCertificate(context: Context, input: RevokeCertificateInput) {
  const problems = problemsOfText('reason', input.reason, MAX_EVIDENCE);
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction(async (tx) => {
    const current = await lockCertificate(tx.manager, input.certificateId);
    const learner = current && (await lockLearner(context, tx, current.personId));
    if (!current || !learner) return notFound(input.certificateId);
    const expected = input.expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const at = context.now();
    const outcome = revoke(current, input.reason, at);
    if (outcome.type !== 'CertificateRevoked') return outcome;
    await saveCertificate(tx.manager, outcome.certificate);
    const skill = await skillOfCertificate(tx.manager, current.id);
    if (skill) await endSkills(tx, [skill], 'REVOKED', at);
    return outcome;
  });
}

/** Takes a skill away. */
export async function withdrawSkill(context: Context, input: WithdrawSkillInput) {
  const problems = problemsOfText('reason', input.reason, MAX_EVIDENCE);
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction(async (tx) => {
    const current = await lockPersonSkill(tx.manager, input.personSkillId);
    const learner = current && (await lockLearner(context, tx, current.personId));
    if (!current || !learner) return notFound(input.personSkillId);
    const at = context.now();
    const outcome = withdraw(current, at);
    if (outcome.type !== 'SkillWithdrawn') return outcome;
    const [personSkill = outcome.personSkill] = await endSkills(tx, [current], 'REVOKED', at);
    return { type: 'SkillWithdrawn' as const, personSkill };
  });
}
