import type { Resolvers } from '../resolver-types.ts';
import { gatherPersonalData } from './gathering.commands.ts';
import { stateOf } from './personal-data-archive.ts';
import { archivesOfRequests } from './personal-data-archive.store.ts';
import { downloadUrlOf } from './ticket.commands.ts';

/** How the SDL of archives maps to functions. */
export const personalDataArchiveResolvers: Resolvers = {
  Mutation: {
    gatherPersonalData: (_, { input }, context) => gatherPersonalData(context, input),
  },
  DataSubjectRequest: {
    archive: ({ id }, _, context) => context.load(archivesOfRequests, id, undefined),
  },
  PersonalDataArchive: {
    state: (archive, _, { now }) => stateOf(archive, now()),
    downloadUrl: (archive, _, { config, now }) =>
      stateOf(archive, now()) === 'READY' ? downloadUrlOf(archive.id, config, now()) : null,
  },
  CannotGatherPersonalData: {
    message: ({ request: { kind, status } }) =>
      `Nothing is gathered for a request of kind ${kind} that is ${status}: it must ask for that and be VERIFIED.`,
  },
};
