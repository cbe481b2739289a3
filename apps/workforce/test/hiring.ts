import { caller } from '@courtesy/subgraph/spec-service';
import { must } from './verb.ts';
import { someWord, type Known, type World } from './workforce-world.ts';

/** Asks to hire; somebody else, {@link director}, decides. */
export const hirer = caller('MANAGER', { reach: 'ALL', subject: 'hirer' });
/** Decides on what {@link hirer} asked for. */
export const director = caller('REGIONAL', { reach: 'ALL', subject: 'director' });

/** An amount in pounds. */
export const pounds = (amount: string) => ({ amount, currency: 'GBP' });

/** A requisition that was raised, of one vacancy and 30,000 pounds unless `more` says otherwise. */
export async function givenRequisition(world: World, siteId: string, more: object = {}): Promise<Known> {
  const wish = { siteId, jobRole: 'AGENT', headcount: 1, because: 'The desk is short of one', budget: pounds('30000') };
  const FIELDS = 'requisition { id version }';
  const raised = ['raiseRequisition', 'RequisitionRaised', FIELDS] as const;
  return (await must<{ requisition: Known }>(world, raised, { ...wish, ...more }, hirer)).requisition;
}

/** An opening of a requisition that was approved. */
export async function givenOpening(world: World, requisition: Known, more: object = {}): Promise<Known> {
  const approved = ['approveRequisition', 'RequisitionApproved', 'requisition { id }'] as const;
  await must(world, approved, { requisitionId: requisition.id }, director);
  const vacancy = { title: 'Adviser', description: 'Answers customers.', criteria: ['Listening', 'Writing'] };
  const published = ['publishOpening', 'OpeningPublished', 'opening { id version }'] as const;
  const input = { requisitionId: requisition.id, ...vacancy, ...more };
  return (await must<{ opening: Known }>(world, published, input, hirer)).opening;
}

/** Somebody who applied for an opening. */
export async function givenApplicant(world: World, opening: Known, more: object = {}): Promise<Known> {
  const name = someWord('Applicant');
  const given = { openingId: opening.id, name, email: `${name.replace(' ', '.')}@mail.example`, ...more };
  const recorded = ['recordApplication', 'ApplicationRecorded', 'applicant { id version }'] as const;
  return (await must<{ applicant: Known }>(world, recorded, given, hirer)).applicant;
}

/** Somebody who is among those who are met. */
export async function givenShortlisted(world: World, opening: Known, more: object = {}): Promise<Known> {
  const applicant = await givenApplicant(world, opening, more);
  const listed = ['shortlistApplicant', 'ApplicantShortlisted', 'applicant { id version }'] as const;
  return (await must<{ applicant: Known }>(world, listed, { applicantId: applicant.id }, hirer)).applicant;
}
