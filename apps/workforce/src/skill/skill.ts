import { addDays, startOfDay, type Problem } from '@courtesy/kernel';
import type {
  CertificateStatus,
  DefineSkillInput,
  RecogniseSkillInput,
  RecordCertificateInput,
  SkillEnd,
} from '@courtesy/graph-types/workforce';
import { MAX_NAME, problemsOfId, problemsOfText } from '../directory/problems.ts';
import type { Person, PersonHasLeft } from '../person/person.ts';

/** What somebody can do. */
export interface Skill {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly needsCertificate: boolean;
  readonly warnDays: number;
  readonly retiredAt: Date | null;
  readonly version: number;
}

/** That somebody has a skill for a time: at an instant when `since` is not after it and `until` is. */
export interface PersonSkill {
  readonly id: string;
  readonly personId: string;
  readonly skillId: string;
  readonly level: number;
  readonly since: Date;
  /** Exclusive; null while nothing ends it. */
  readonly until: Date | null;
  /** Null while it lasts, and of one that ran out until that was announced. */
  readonly endedBecause: SkillEnd | null;
  readonly certificateId: string | null;
  readonly evidence: string | null;
}

/** That somebody vouches for a skill until a day. */
export interface Certificate {
  readonly id: string;
  readonly personId: string;
  readonly skillId: string;
  readonly issuer: string;
  readonly reference: string | null;
  /** Local days, `YYYY-MM-DD`. */
  readonly issuedOn: string;
  readonly validTo: string;
  /** The midnight that ends its last day at the site of its holder, as it was when it was recorded. */
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly revokedReason: string | null;
  readonly version: number;
}

/** A skill is on record. */
export interface SkillDefined {
  readonly type: 'SkillDefined';
  readonly skill: Skill;
}
/** There is one of this key. */
export interface SkillKeyTaken {
  readonly type: 'SkillKeyTaken';
  readonly skill: Skill;
}
/** Nobody gains it any more. */
export interface SkillRetired {
  readonly type: 'SkillRetired';
  readonly skill: Skill;
}
/** Nobody gains it any more, and that is not new. */
export interface SkillIsRetired {
  readonly type: 'SkillIsRetired';
  readonly skill: Skill;
}
/** Nobody has it without a certificate. */
export interface CertificateNeeded {
  readonly type: 'CertificateNeeded';
  readonly skill: Skill;
}
/** Somebody has a skill. */
export interface SkillRecognised {
  readonly type: 'SkillRecognised';
  readonly personSkill: PersonSkill;
}
/** Somebody has a skill no longer. */
export interface SkillWithdrawn {
  readonly type: 'SkillWithdrawn';
  readonly personSkill: PersonSkill;
}
/** They had it no longer before. */
export interface SkillIsOver {
  readonly type: 'SkillIsOver';
  readonly personSkill: PersonSkill;
}
/** A certificate is on record. */
export interface CertificateRecorded {
  readonly type: 'CertificateRecorded';
  readonly certificate: Certificate;
}
/** It holds no longer. */
export interface CertificateRevoked {
  readonly type: 'CertificateRevoked';
  readonly certificate: Certificate;
}
/** It held no longer before. */
export interface CertificateIsOver {
  readonly type: 'CertificateIsOver';
  readonly certificate: Certificate;
}

/** The longest evidence and the longest reason, in characters. */
export const MAX_EVIDENCE = 2_000;
const KEY = /^(?=.{1,60}$)[a-z0-9-]+(\.[a-z0-9-]+)*$/;

/** What is wrong with a skill in itself; nothing when it is right. */
export function problemsOfSkill({ key, name, warnDays }: DefineSkillInput): Problem[] {
  const days = warnDays ?? 30;
  const isKey = KEY.test(key);
  return [
    ...(isKey ? [] : [{ path: 'key', message: 'is not parts of small letters, digits and dashes with dots between' }]),
    ...problemsOfText('name', name, MAX_NAME),
    ...(days >= 0 && days <= 365 ? [] : [{ path: 'warnDays', message: `is ${days}; give 0 to 365` }]),
  ];
}

/** A skill as it begins. */
export const newSkill = (id: string, given: DefineSkillInput): Skill => ({
  ...{ id, key: given.key, name: given.name.trim(), needsCertificate: given.needsCertificate ?? false },
  ...{ warnDays: given.warnDays ?? 30, retiredAt: null, version: 1 },
});

/** Lets nobody gain a skill any more. */
export const retire = (current: Skill, at: Date): SkillRetired | SkillIsRetired =>
  current.retiredAt
    ? { type: 'SkillIsRetired', skill: current }
    : { type: 'SkillRetired', skill: { ...current, retiredAt: at, version: current.version + 1 } };

const problemsOfLevel = (level: number): Problem[] =>
  level >= 1 && level <= 5 ? [] : [{ path: 'level', message: `is ${level}; give 1 to 5` }];

/** What is wrong with a skill that somebody is to have. */
export const problemsOfRecognition = (given: RecogniseSkillInput, now: Date): Problem[] => [
  ...problemsOfId('personId', 'pers', given.personId),
  ...problemsOfLevel(given.level),
  ...(given.until && given.until <= now ? [{ path: 'until', message: 'does not lie in the future' }] : []),
  ...(given.evidence == null ? [] : problemsOfText('evidence', given.evidence, MAX_EVIDENCE)),
];

/** What is wrong with a certificate in itself; `today` is the day at the site. */
export const problemsOfCertificate = (given: RecordCertificateInput, today: string): Problem[] => [
  ...problemsOfLevel(given.level),
  ...problemsOfText('issuer', given.issuer, MAX_NAME),
  ...(given.reference == null ? [] : problemsOfText('reference', given.reference, MAX_NAME)),
  ...(given.issuedOn > today ? [{ path: 'issuedOn', message: 'lies in the future' }] : []),
  ...(given.validTo < given.issuedOn ? [{ path: 'validTo', message: 'lies before issuedOn' }] : []),
];

/** Whether somebody can gain a skill at all. */
export function refusalOfGain(person: Person, skill: Skill): PersonHasLeft | SkillIsRetired | null {
  if (person.leftAt) return { type: 'PersonHasLeft', person };
  return skill.retiredAt ? { type: 'SkillIsRetired', skill } : null;
}

/** The midnight with which a certificate ends: that after its last day, where its holder works. */
export const endOf = (validTo: string, timeZone: string): Date => startOfDay(addDays(validTo, 1), timeZone);

/** A certificate as it is recorded. */
export const newCertificate = (id: string, given: RecordCertificateInput, timeZone: string): Certificate => ({
  ...{ id, personId: given.personId, skillId: given.skillId, issuer: given.issuer.trim() },
  ...{ reference: given.reference ?? null, issuedOn: given.issuedOn, validTo: given.validTo },
  ...{ expiresAt: endOf(given.validTo, timeZone), revokedAt: null, revokedReason: null, version: 1 },
});

/** Whether a certificate holds at an instant. */
export function statusAt(certificate: Certificate, { warnDays }: Skill, at: Date): CertificateStatus {
  if (certificate.revokedAt) return 'REVOKED';
  if (certificate.expiresAt <= at) return 'EXPIRED';
  const left = certificate.expiresAt.getTime() - at.getTime();
  return left <= warnDays * 86_400_000 ? 'EXPIRING' : 'VALID';
}

/** Whether somebody has a skill at an instant. */
export const holdsAt = ({ since, until }: PersonSkill, at: Date): boolean => since <= at && (!until || until > at);

/** The same skill of a person, ended. */
export const ended = (current: PersonSkill, because: SkillEnd, at: Date): PersonSkill => ({
  ...current,
  until: current.until && current.until < at ? current.until : at,
  endedBecause: because,
});

/** Takes a skill away. */
export const withdraw = (current: PersonSkill, at: Date): SkillWithdrawn | SkillIsOver =>
  holdsAt(current, at)
    ? { type: 'SkillWithdrawn', personSkill: ended(current, 'REVOKED', at) }
    : { type: 'SkillIsOver', personSkill: current };

/** Revokes a certificate. */
export const revoke = (current: Certificate, reason: string, at: Date): CertificateRevoked | CertificateIsOver =>
  current.revokedAt || current.expiresAt <= at
    ? { type: 'CertificateIsOver', certificate: current }
    : {
        type: 'CertificateRevoked',
        certificate: { ...current, revokedAt: at, revokedReason: reason, version: current.version + 1 },
      };
