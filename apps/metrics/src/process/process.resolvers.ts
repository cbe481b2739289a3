import { BadInput } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { ProcessSelectionInput } from '@courtesy/graph-types/metrics';
import type { Resolvers } from '../resolver-types.ts';
import { declareProcedure } from './procedure.commands.ts';
import { conformanceOf } from './procedure.ts';
import { listProcedures, proceduresById } from './procedure.store.ts';
import {
  allVariants,
  casesOf,
  edgesOf,
  loopsOf,
  mapOf,
  sizesOf,
  timesOf,
  variantsOf,
  type ProcessQuery,
} from './process-map.store.ts';
import type { ProcessSelection } from './process-map.ts';

type Asked = Omit<ProcessQuery, 'key'>;

/** How the answered cases of a period went against a procedure; null when there is no such version. */
async function conformance(context: Context, { procedureId, ...query }: Asked & { readonly procedureId: string }) {
  const procedure = await context.load(proceduresById, procedureId, undefined);
  if (!procedure) return null;
  const map = await mapOf(context, { ...query, key: 'cases.resolved' });
  return { procedure, ...conformanceOf(procedure.steps, await allVariants(map)) };
}

/** What of a map is to be read, and over which cases it was drawn. */
async function selected(
  context: Context,
  query: Asked,
  of: ProcessSelectionInput,
): Promise<readonly [ProcessQuery['key'], ProcessSelection]> {
  const { deviation, edge, variant, loop } = of;
  const named = [deviation, edge, variant, loop].filter((each) => each != null);
  if (named.length !== 1) throw new BadInput('Name one of edge, variant, loop and deviation.');
  if (loop && loop.length !== 2) throw new BadInput('A loop is between two teams.');
  if (!deviation) return ['cases.opened', { edge, loop, variants: variant == null ? null : [variant] }];
  const { procedureId, kind, activity } = deviation;
  const found = await conformance(context, { ...query, procedureId });
  const variants = found?.deviations.find((each) => each.kind === kind && each.activity === activity)?.variants ?? [];
  return ['cases.resolved', { variants }];
}

/** How the SDL of process mining maps to functions. */
export const processResolvers: Resolvers = {
  Query: {
    processMap: (_, query, context) => mapOf(context, { ...query, key: 'cases.opened' }),
    processConformance: (_, query, context) => conformance(context, query),
    processCases: async (_, { of, first, after, ...query }, context) => {
      const [key, selection] = await selected(context, query, of);
      return casesOf(await mapOf(context, { ...query, key }), selection, { first, after });
    },
    procedure: (_, { id }, context) => context.load(proceduresById, id, undefined),
    procedures: (_, page, { db }) => listProcedures(db.manager, page),
  },
  Mutation: { declareProcedure: (_, { input }, context) => declareProcedure(context, input) },
  ProcessMap: {
    cases: async (map) => (await sizesOf(map)).cases,
    variantCount: async (map) => (await sizesOf(map)).variants,
    edges: (map) => edgesOf(map),
    variants: async (map) => {
      const { cases } = await sizesOf(map);
      return (await variantsOf(map)).map((variant) => ({ ...variant, share: variant.cases / cases }));
    },
    loops: (map) => loopsOf(map),
    time: (map) => timesOf(map),
  },
  ProcessLoop: { teams: ({ teamIds }) => teamIds.map((id) => ({ id })) },
  ProcessCase: { case: ({ id }) => ({ id }) },
  ProcessStep: { team: ({ teamId }) => (teamId ? { id: teamId } : null) },
  ProcedureConformance: { share: ({ cases, conforming }) => (cases === 0 ? null : conforming / cases) },
  ProcedureVersion: {
    __resolveReference: ({ id }, context) => context.load(proceduresById, id, undefined),
    policyVersion: ({ policyVersionId }) => (policyVersionId ? { id: policyVersionId } : null),
    declaredBy: ({ declaredById }) => (declaredById ? { id: declaredById } : null),
  },
  ProcedureMovedOn: {
    message: ({ procedure }) =>
      `Version ${procedure.number} of ${procedure.name} was declared since: look at it first.`,
  },
};
