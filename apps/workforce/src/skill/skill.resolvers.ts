import { present } from '../directory/present.ts';
import { reaches } from '../directory/reach.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { sitesById } from '../site/site.store.ts';
import { recordCertificate, revokeCertificate, withdrawSkill } from './certificate.commands.ts';
import { defineSkill, recogniseSkill, retireSkill } from './skill.commands.ts';
import { statusAt } from './skill.ts';
import {
  certificatesById,
  certificatesOfPeople,
  holdersOfSkills,
  listSkills,
  personSkillsById,
  skillsById,
  skillsOfPeople,
} from './skill.store.ts';

/** How the SDL of skills and certificates maps to functions. */
export const skillResolvers: Resolvers = {
  Query: {
    skill: (_, { id }, context) => context.load(skillsById, id, undefined),
    skills: (_, page, { db }) => listSkills(db.manager, page),
  },
  Mutation: {
    defineSkill: (_, { input }, context) => defineSkill(context, input),
    retireSkill: (_, { input }, context) => retireSkill(context, input),
    recogniseSkill: (_, { input }, context) => recogniseSkill(context, input),
    recordCertificate: (_, { input }, context) => recordCertificate(context, input),
    revokeCertificate: (_, { input }, context) => revokeCertificate(context, input),
    withdrawSkill: (_, { input }, context) => withdrawSkill(context, input),
  },
  Skill: {
    __resolveReference: ({ id }, context) => context.load(skillsById, id, undefined),
    holders: ({ id }, { asOf, ...page }, context) =>
      present(context.load(holdersOfSkills, id, { ...page, at: (asOf ?? context.now()).toISOString() }), id),
  },
  PersonSkill: {
    __resolveReference: ({ id }, context) => context.load(personSkillsById, id, undefined),
    person: ({ personId }, _, context) => present(context.load(peopleById, personId, undefined), personId),
    skill: ({ skillId }, _, context) => present(context.load(skillsById, skillId, undefined), skillId),
    certificate: ({ certificateId }, _, context) =>
      certificateId ? context.load(certificatesById, certificateId, undefined) : null,
    endedBecause: ({ endedBecause, until }, _, { now }) => endedBecause ?? (until && until <= now() ? 'EXPIRED' : null),
  },
  Certificate: {
    __resolveReference: ({ id }, context) => context.load(certificatesById, id, undefined),
    person: ({ personId }, _, context) => present(context.load(peopleById, personId, undefined), personId),
    skill: ({ skillId }, _, context) => present(context.load(skillsById, skillId, undefined), skillId),
    reference: async ({ personId, reference }, _, context) => {
      const person = await present(context.load(peopleById, personId, undefined), personId);
      const site = await context.load(sitesById, person.siteId, undefined);
      const place = { regionId: site?.regionId, siteId: person.siteId, teamId: person.teamId, personId };
      return reaches(context.actor, place) ? reference : null;
    },
    status: async (certificate, _, context) => {
      const { skillId } = certificate;
      return statusAt(certificate, await present(context.load(skillsById, skillId, undefined), skillId), context.now());
    },
  },
  Person: {
    skills: async ({ id }, { asOf }, context) => [
      ...((await context.load(skillsOfPeople, id, { at: (asOf ?? context.now()).toISOString() })) ?? []),
    ],
    certificates: async ({ id }, _, context) => [...((await context.load(certificatesOfPeople, id, undefined)) ?? [])],
  },
  SkillKeyTaken: { message: ({ skill }) => `The key ${skill.key} is that of "${skill.name}".` },
  SkillIsRetired: { message: ({ skill }) => `Nobody gains "${skill.name}" any more.` },
  CertificateNeeded: { message: ({ skill }) => `Nobody has "${skill.name}" without a certificate; record it.` },
  CertificateIsOver: {
    message: ({ certificate }) =>
      certificate.revokedAt
        ? `This certificate was revoked at ${certificate.revokedAt.toISOString()}.`
        : `This certificate ended at ${certificate.expiresAt.toISOString()}.`,
  },
  SkillIsOver: {
    message: ({ personSkill }) => `They have this skill no longer since ${personSkill.until?.toISOString() ?? 'now'}.`,
  },
};
