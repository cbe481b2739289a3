import type { NewEvent } from '@courtesy/events';
import type { Transaction } from '@courtesy/persistence';
import type { TrainingBooking } from './course-session.ts';
import { saveBookings } from './course-session.store.ts';

/** What others are told of the time that training takes of somebody. */
export const bookingEvent = (
  { id, personId, sessionId, startsAt, endsAt, givenBackAt, enrolmentId }: TrainingBooking,
  { courseId, at }: { readonly courseId: string; readonly at: Date },
): NewEvent => ({
  ...{ type: 'courtesy.training.booked.v1', subject: id, sequence: givenBackAt ? 2 : 1, time: at },
  data: {
    ...{ personId, courseId, sessionId, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
    ...{ isTrainer: enrolmentId === null, isGivenBack: givenBackAt !== null },
  },
});

/** Gives people their time back. */
export async function giveBack(
  tx: Transaction,
  bookings: readonly TrainingBooking[],
  { courseId, at }: { readonly courseId: string; readonly at: Date },
): Promise<void> {
  const free = bookings.map((each) => ({ ...each, givenBackAt: at }));
  await saveBookings(tx.manager, free);
  tx.emit(...free.map((each) => bookingEvent(each, { courseId, at })));
}
