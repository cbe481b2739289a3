import type { EntityManager } from 'typeorm';
import type { Context } from '@courtesy/subgraph';
import { versionsInForce } from '../calendar/version.store.ts';
import { heldAt } from '../contract/contract.ts';
import { findContract } from '../contract/contract.store.ts';
import { calendarIdOfSiteAt } from '../site-calendar/site-calendar.store.ts';
import {
  calendarFor,
  chooseStandard,
  type Choice,
  type ContractStanding,
  type Matter,
  type ServiceLevel,
} from './service-level.ts';
import { standardsForMatter } from './standard.store.ts';

/** How the contract named for a case stood at an instant; null when none was named. */
export async function contractStanding(
  manager: EntityManager,
  contractId: string | null,
  at: Date,
): Promise<ContractStanding> {
  if (contractId === null) return null;
  const contract = await findContract(manager, contractId);
  if (!contract) return 'UNKNOWN';
  return heldAt(contract, at) ? 'IN_FORCE' : 'NOT_IN_FORCE';
}

/** The standard that held for a case, and why that one. */
export async function standardForMatter(manager: EntityManager, matter: Matter): Promise<Choice> {
  const contract = await contractStanding(manager, matter.contractId, matter.at);
  return chooseStandard(await standardsForMatter(manager, matter), matter, contract);
}

/** What was promised for a case, by which version of which calendar, and why. */
export async function serviceLevelOf(context: Context, matter: Matter): Promise<ServiceLevel> {
  const { at, siteId } = matter;
  const { manager } = context.db;
  const { standard, reasons } = await standardForMatter(manager, matter);
  if (!standard) return { at, standard, calendarId: null, calendarVersionId: null, reasons };
  const siteCalendarId = standard.siteHours && siteId ? await calendarIdOfSiteAt(manager, siteId, at) : null;
  const { calendarId, reason } = calendarFor(standard, siteCalendarId);
  const version = await context.load(versionsInForce, calendarId, { at });
  return {
    at,
    standard,
    calendarId,
    calendarVersionId: version?.id ?? null,
    reasons: [...reasons, reason, ...(version ? [] : [{ code: 'CALENDAR_NOT_IN_FORCE', about: calendarId } as const])],
  };
}
