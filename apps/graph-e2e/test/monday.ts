import type { FixedClock } from '@courtesy/testing';
import type { GraphWorld } from './graph-world.ts';
import { givenBudget } from './monday-money.ts';
import { givenAuthority, givenShop, type Shop } from './refunds.ts';
import { givenPerson } from './stories.ts';
import { aKey, must, pounds, type Who } from './verbs.ts';

/** The Friday before, on which most of it begins. */
export const FRIDAY = '2026-02-27T09:00:00.000Z';
/** An instant of the Monday on which the day is asked for. */
export const monday = (time: string) => `2026-03-02T${time}:00.000Z`;

/** A shop with everything open that a manager may find on a Monday. */
export interface Monday {
  readonly shop: Shop;
  /** Who manages the shop. */
  readonly mel: Who & { readonly personId: string };
  readonly ada: Who;
  readonly ben: Who;
  /** The skill that Ada's certificate vouches for. */
  readonly skillId: string;
}

interface Known {
  readonly id: string;
}

/** A case of the shop, opened now. */
async function givenCase(world: GraphWorld, { place }: Shop, who: Who, type: string): Promise<string> {
  const registering = ['registerCustomer', 'CustomerRegistered', 'customer { id }'] as const;
  const { customer } = await must<{ customer: Known }>(world, who, registering, { kind: 'PERSON', givenName: 'Cy' });
  const opened = await must<{ case: Known }>(world, who, ['openCase', 'CaseOpened', 'case { id }'], {
    ...{ type, channel: 'PHONE', subject: 'Where is it?', customerId: customer.id },
    ...{ siteId: place.siteId, teamId: place.teamId, assigneeId: place.personId },
  });
  return opened.case.id;
}

/** Enquiries are to be resolved within four hours, round the clock. */
async function givenStandard(world: GraphWorld, who: Who): Promise<void> {
  const allDay = [{ opens: '00:00', closes: '24:00' }];
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
  const published = ['publishCalendar', 'CalendarPublished', 'calendar { id }'] as const;
  const { calendar } = await must<{ calendar: Known }>(world, who, published, {
    ...{ name: 'Round the clock', effectiveFrom: '2020-01-01', timeZone: 'UTC' },
    week: Object.fromEntries(days.map((day) => [day, allDay])),
  });
  await must(world, who, ['publishServiceStandard', 'ServiceStandardPublished', '__typename'], {
    ...{ name: 'Enquiries', calendarId: calendar.id, caseType: 'ENQUIRY', resolution: 'PT4H' },
    effectiveFrom: '2020-01-01T00:00:00Z',
  });
}

async function customerOf(world: GraphWorld, who: Who, caseId: string): Promise<string> {
  const query = `query ($id: ID!) { case(id: $id) { customer { id } } }`;
  const { data } = await world.ask<{ case: { customer: Known } }>(query, { id: caseId }, who);
  return data.case.customer.id;
}

/** What is open about customers: a promise to one, and a contract whose renewal is undecided. */
async function givenPromiseAndContract(world: GraphWorld, { shop, ada, mel }: Monday): Promise<void> {
  const customerId = await customerOf(world, mel, shop.cases[1] ?? '');
  await must(world, ada, ['makePromise', 'PromiseMade', '__typename'], {
    ...{ customerId, personId: shop.place.personId, text: 'We call you on Monday', dueAt: monday('12:00') },
  });
  const drafted = ['draftContract', 'ContractDrafted', 'contract { id }'] as const;
  const { contract } = await must<{ contract: Known }>(world, mel, drafted, {
    ...{ customerId, name: 'Care', startsOn: '2025-03-01', endsOn: '2026-04-10', renewalMode: 'MANUAL' },
    ...{ noticeDays: 30, value: pounds('12000') },
    lines: [{ name: 'Care', quantity: 1, entitlements: [] }],
  });
  await must(world, mel, ['activateContract', 'ContractActivated', '__typename'], { contractId: contract.id });
}

/** What is open about the people: an action, leave, a certificate that runs out, and a brief that Mel has not read. */
async function givenPeoplesMatters(world: GraphWorld, { shop, ada, mel, skillId }: Monday): Promise<void> {
  const { siteId, teamId, personId } = shop.place;
  await must(world, mel, ['recordCertificate', 'CertificateRecorded', '__typename'], {
    ...{ personId, skillId, level: 4, issuer: 'The guild', issuedOn: '2025-03-10', validTo: '2026-03-12' },
  });
  const { meeting } = await must<{ meeting: Known }>(world, mel, ['planMeeting', 'MeetingPlanned', 'meeting { id }'], {
    ...{ kind: 'MEETING', title: 'The week', teamId, attendeeIds: [personId] },
    ...{ startsAt: FRIDAY, endsAt: '2026-02-27T09:30:00Z' },
  });
  await must(world, mel, ['agreeActionItem', 'ActionItemAgreed', '__typename'], {
    ...{ meetingId: meeting.id, what: 'Ask the carrier', ownerId: personId, dueOn: '2026-02-28' },
  });
  await must(world, ada, ['requestLeave', 'LeaveRequested', '__typename'], {
    ...{ from: '2026-03-10T00:00:00Z', until: '2026-03-12T00:00:00Z', kind: 'ANNUAL' },
  });
  const { brief } = await must<{ brief: Known }>(world, mel, ['draftPromotionBrief', 'BriefDrafted', 'brief { id }'], {
    ...{ title: 'Spring sale', message: 'A fifth off', terms: 'While stocks last', audience: { siteIds: [siteId] } },
    liveUntil: '2026-04-01T00:00:00Z',
  });
  await must(world, mel, ['publishBrief', 'BriefPublished', '__typename'], { briefId: brief.id });
}

/** Shifts of one person each. Returns their ids. */
async function givenShifts(
  { shop, mel }: Monday,
  shifts: readonly (readonly [personId: string | undefined, startsAt: string, endsAt: string])[],
) {
  const { world, place } = shop;
  const scheduled = ['scheduleShifts', 'ShiftsScheduled', 'shifts { shift { id } }'] as const;
  const told = await must<{ shifts: { shift: Known }[] }>(world, mel, scheduled, {
    shifts: shifts.map(([personId, startsAt, endsAt]) => ({ personId, siteId: place.siteId, startsAt, endsAt })),
  });
  return told.shifts.map(({ shift }) => shift.id);
}

/** What is open about the roster: a swap that both agree to, and from half past eight nobody is planned. */
async function givenRoster(world: GraphWorld, story: Monday): Promise<void> {
  const { shop, ada, ben, mel } = story;
  const [, hers] = await givenShifts(story, [
    [mel.personId, monday('07:00'), monday('08:30')],
    [shop.place.personId, '2026-03-05T09:00:00.000Z', '2026-03-05T17:00:00.000Z'],
  ]);
  const requested = ['requestSwap', 'SwapRequested', 'swap { id }'] as const;
  const wish = { shiftId: hers, partnerId: ben.personId };
  const { swap } = await must<{ swap: Known }>(world, ada, requested, wish);
  await must(world, ben, ['acceptSwap', 'SwapAccepted', '__typename'], { swapId: swap.id });
  await must(world, mel, ['planStaffing', 'StaffingPlanned', '__typename'], {
    ...{ siteId: shop.place.siteId, teamId: shop.place.teamId, interval: 'PT30M' },
    target: { serviceLevel: 0.8, within: 'PT20S' },
    intervals: [{ startsAt: monday('08:30'), volume: 1, handleTime: 'PT1M' }],
  });
}

/** What comes up on Monday morning: an enquiry and a refund at five, an incident at six, an escalation and an approval at a quarter to eight. */
async function givenMorning(world: GraphWorld, story: Monday, clock: FixedClock): Promise<void> {
  const { shop, ada, mel } = story;
  clock.set(monday('05:00'));
  await givenCase(world, shop, ada, 'ENQUIRY');
  await givenBudget(world, story);
  await world.quiet();
  clock.set(monday('06:00'));
  const { approver } = shop.managers;
  const { incident } = await must<{ incident: Known }>(
    world,
    approver,
    ['proposeIncident', 'IncidentProposed', 'incident { id }'],
    { title: 'Card payments fail', kind: 'OUTAGE', severity: 'MAJOR', siteIds: [shop.place.siteId] },
  );
  await must(world, mel, ['declareIncident', 'IncidentDeclared', '__typename'], { incidentId: incident.id });
  clock.set(monday('07:45'));
  await must(world, ada, ['escalateCase', 'CaseEscalated', '__typename'], {
    ...{ caseId: shop.cases[1], level: 'MANAGER', reason: 'They ask for a manager' },
  });
  await must(world, ada, ['requestApproval', 'ApprovalRequested', '__typename'], {
    ...{ caseId: shop.cases[2], what: 'A voucher', approverRole: 'MANAGER', amount: pounds('20') },
  });
}

/** A team is to have eighty cases in February and March, of which there is one. */
async function givenTarget(world: GraphWorld, { shop, ada, mel }: Monday): Promise<void> {
  await givenCase(world, shop, ada, 'COMPLAINT');
  await must(world, mel, ['giveTarget', 'TargetGiven', '__typename'], {
    ...{ idempotencyKey: aKey(), metricKey: 'cases.opened', from: '2026-02-02', to: '2026-03-30' },
    ...{ threshold: 80, direction: 'AT_LEAST', teamId: shop.place.teamId },
  });
}

/** Opens all of it from Friday on, and ends on Monday at eight. */
export async function givenMonday(world: GraphWorld, clock: FixedClock): Promise<Monday> {
  clock.set(FRIDAY);
  const shop = await givenShop(world, 3);
  const { siteId, teamId, personId } = shop.place;
  const melId = await givenPerson(world, shop.place, 'Mel Shop', 'MANAGER');
  const benId = await givenPerson(world, shop.place, 'Ben Shop', 'AGENT');
  const mel = { role: 'manager', reach: 'SITE', personId: melId, siteId, teamId };
  const agent = (id: string): Who => ({ role: 'agent', reach: 'TEAM', personId: id, teamId, siteId });
  const wanted = { key: 'till.monday', name: 'Till', needsCertificate: true };
  const { skill } = await must<{ skill: Known }>(world, mel, ['defineSkill', 'SkillDefined', 'skill { id }'], wanted);
  const story: Monday = { shop, mel, ada: agent(personId), ben: agent(benId), skillId: skill.id };
  await givenAuthority(world, shop.managers, { holder: { personId: melId }, perCase: pounds('1000') });
  await givenStandard(world, shop.managers.author);
  await world.quiet();
  await givenPromiseAndContract(world, story);
  await givenPeoplesMatters(world, story);
  await givenTarget(world, story);
  await givenRoster(world, story);
  await givenMorning(world, story, clock);
  clock.set(monday('08:00'));
  return story;
}
