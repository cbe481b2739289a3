import {
  agendaItemTable,
  meetingAttendeeTable,
  meetingDecisionTable,
  meetingMinutesTable,
  meetingTable,
} from './meeting/meeting.table.ts';
import { actionItemKeeper } from './action-item/action-item.commands.ts';
import { actionItemResolvers } from './action-item/action-item.resolvers.ts';
import { actionItemTable, actionItemTurnTable } from './action-item/action-item.table.ts';
import { meetingResolvers } from './meeting/meeting.resolvers.ts';
import { oneToOneNoteTable, oneToOneTable } from './one-to-one/one-to-one.table.ts';
import { oneToOneResolvers } from './one-to-one/one-to-one.resolvers.ts';
import { pulseCommentTable, pulsePersonTable, pulseTable, pulseTallyTable } from './pulse/pulse.table.ts';
import { pulseKeeper } from './pulse/pulse.commands.ts';
import { pulseResolvers } from './pulse/pulse.resolvers.ts';
import { recognitionResolvers } from './recognition/recognition.resolvers.ts';
import { recognitionTable } from './recognition/recognition.table.ts';

/** How people work together: meetings and what they agree, recognition, one-to-ones, pulses. */
export const together = {
  resolvers: [meetingResolvers, actionItemResolvers, recognitionResolvers, oneToOneResolvers, pulseResolvers],
  tables: [
    meetingTable,
    meetingAttendeeTable,
    agendaItemTable,
    meetingMinutesTable,
    meetingDecisionTable,
    actionItemTable,
    actionItemTurnTable,
    recognitionTable,
    oneToOneTable,
    oneToOneNoteTable,
    pulseTable,
    pulsePersonTable,
    pulseTallyTable,
    pulseCommentTable,
  ],
  resources: [actionItemKeeper, pulseKeeper],
};
