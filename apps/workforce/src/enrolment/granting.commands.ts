import { addDays } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { Course, CourseVersion } from '../course/course.ts';
import type { Site } from '../site/site.ts';
import { dayAt } from '../skill/certificate.commands.ts';
import { gain } from '../skill/skill.commands.ts';
import { newCertificate, type PersonSkill } from '../skill/skill.ts';
import { addCertificate, lockSkill, standingSkills } from '../skill/skill.store.ts';

/** Who passed what, and where they work. */
export interface Passed {
  readonly personId: string;
  readonly site: Site;
  readonly course: Course;
  readonly content: CourseVersion;
  readonly at: Date;
}

/** Whether what somebody has already is more than what they would gain: a higher level, or as high and for longer. */
export const isMore = (has: PersonSkill, { level, until }: Pick<PersonSkill, 'level' | 'until'>, at: Date): boolean => {
  if (has.until !== null && has.until <= at) return false;
  if (has.level !== level) return has.level > level;
  return has.until === null || (until !== null && has.until > until);
};

/**
 * Gives whoever passed what the course gives: a certificate with its last day, and the skill until the midnight after it. Until when; null for no end,
 * and for a course that gives nothing.
 */
export async function grant(
  context: Context,
  tx: Transaction,
  { personId, site, course, content, at }: Passed,
): Promise<Date | null> {
  const { skillId, level, validDays } = content;
  if (skillId === null || level === null) return null;
  const skill = await lockSkill(tx.manager, skillId);
  if (!skill || skill.retiredAt) return null;
  const issuedOn = dayAt(at, site.timeZone);
  const vouched = { personId, skillId, level, issuer: course.title, issuedOn };
  const certificate =
    validDays === null
      ? null
      : newCertificate(context.newId('cert'), { ...vouched, validTo: addDays(issuedOn, validDays) }, site.timeZone);
  if (certificate) await addCertificate(tx.manager, certificate);
  const until = certificate?.expiresAt ?? null;
  const before = await standingSkills(tx.manager, personId, skillId);
  if (!before.some((has) => isMore(has, { level, until }, at)))
    await gain(tx, {
      ...{ id: context.newId('pskl'), personId, skillId, level, since: at, until, endedBecause: null },
      ...{ certificateId: certificate?.id ?? null, evidence: certificate ? null : `Passed "${course.title}"` },
    });
  return until;
}
