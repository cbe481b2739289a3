import type { NewEvent } from '@courtesy/events';
import type { Person } from './person.ts';

/** What other services are told of somebody who joined. */
export const joinedEvent = (person: Person): NewEvent => ({
  type: 'courtesy.person.joined.v1',
  subject: person.id,
  sequence: person.version,
  time: person.joinedAt,
  data: {
    displayName: person.displayName,
    role: person.jobRole,
    siteId: person.siteId,
    teamId: person.teamId,
    managerId: person.managerId,
    joinedAt: person.joinedAt.toISOString(),
  },
});

/** What other services are told of somebody whose role, site, team or manager changed. */
export const movedEvent = (person: Person, at: Date): NewEvent => ({
  type: 'courtesy.person.moved.v1',
  subject: person.id,
  sequence: person.version,
  time: at,
  data: {
    displayName: person.displayName,
    role: person.jobRole,
    siteId: person.siteId,
    teamId: person.teamId,
    managerId: person.managerId,
    movedAt: at.toISOString(),
  },
});

/** What other services are told of somebody who left. */
export const leftEvent = (person: Person, at: Date): NewEvent => ({
  type: 'courtesy.person.left.v1',
  subject: person.id,
  sequence: person.version,
  time: at,
  data: { leftAt: at.toISOString() },
});
