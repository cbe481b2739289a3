import type { ContactReason } from '@courtesy/graph-types/customers';
import { nestedPage } from '@courtesy/subgraph';
import { customerOf } from '../customer/belongings.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { preferencesHeld } from '../preference/preference.store.ts';
import { adjustmentsOfCustomers } from '../vulnerability/vulnerability.store.ts';
import { recordConsent, withdrawConsent } from './consent.commands.ts';
import { familyStateAt, statesAt, type ConsentState } from './consent.ts';
import { consentPages, consentsById, ledgers } from './consent.store.ts';
import { permissionOf } from './contact-permission.ts';

const REASONS: Readonly<Record<ContactReason, string>> = {
  CONSENT_GIVEN: 'They agreed.',
  OTHER_BASIS: 'It is lawful on another basis than their consent.',
  CONSENT_WITHDRAWN: 'They said no.',
  CONSENT_EXPIRED: 'They agreed, and the time for which they did is over.',
  CONSENT_NEVER_GIVEN: 'They never agreed, and silence is no consent.',
  DO_NOT_CONTACT: 'They are not to be approached without having asked for it.',
  NO_COLD_CALLS: 'They are not to be called without having asked for it.',
};

const spoken = (word: string) => word.toLowerCase().replaceAll('_', ' ');

const sinceOf = ({ status, consent }: ConsentState): Date | null =>
  status === 'EXPIRED' ? (consent?.until ?? null) : (consent?.from ?? null);

/** How the SDL of consent maps to functions. */
export const consentResolvers: Resolvers = {
  Mutation: {
    recordConsent: (_, { input }, context) => recordConsent(context, input),
    withdrawConsent: (_, { input }, context) => withdrawConsent(context, input),
  },
  Customer: {
    consents: async ({ id, asOf: seenAt }, { asOf }, context) => {
      const ledger = await context.load(ledgers, id, undefined);
      return ledger ? statesAt(ledger.members, ledger.lines, asOf ?? seenAt ?? context.now()) : [];
    },
    consentHistory: ({ id }, page, context) => nestedPage(context, consentPages, id, page),
    mayContact: async ({ id }, matter, context) => {
      const ledger = await context.load(ledgers, id, undefined);
      const { members, lines } = ledger ?? { members: [id], lines: [] };
      const adjustments = await context.load(adjustmentsOfCustomers, id, undefined);
      const preferences = await context.load(preferencesHeld, id, { at: context.now().toISOString() });
      const kept = { adjustments: adjustments ?? [], doNotContact: preferences?.doNotContact ?? false };
      return permissionOf(familyStateAt(members, lines, matter, context.now()), kept);
    },
  },
  Consent: {
    __resolveReference: ({ id }, context) => context.load(consentsById, id, undefined),
    customer: (consent, _, context) => customerOf(context, consent),
    evidence: (consent) => consent,
  },
  ConsentState: {
    basis: ({ consent }) => consent?.basis ?? null,
    since: sinceOf,
    until: ({ consent }) => consent?.until ?? null,
  },
  ContactPermission: {
    message: ({ reason, state }) => `${REASONS[reason]} (${spoken(state.purpose)}, ${spoken(state.channel)})`,
  },
  BasisNotWithdrawable: {
    message: ({ states: [state] }) =>
      `It does not rest on their consent: its basis is ${spoken(state?.consent?.basis ?? 'another')}.`,
  },
};
