import type { Rule } from 'eslint';
import { ambientListeners } from './ambient.ts';
import { placeOf, type Place } from './place.ts';
import { isPure } from './pure-domain.ts';

/** Files of the gateway that read its configuration and its clock, so that the rest is told. */
const GATEWAY_EDGE = new Set(['main', 'config', 'clock']);

function mayTouchTheWorld({ area, project, stem, isTest }: Place): boolean {
  if (isTest || area === 'tools' || area === '') return true;
  if (area === 'libs') return project === 'subgraph';
  return project === 'gateway' && GATEWAY_EDGE.has(stem);
}

/** Time, ids and configuration are parameters: only the lib that runs a process reads the clock, chance and the environment. */
export const noAmbient: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      ambient: '`{{what}}` lives in libs/subgraph (and the mains of tools and gateway): take it as a parameter.',
    },
  },
  create(context) {
    const place = placeOf(context);
    // A pure file is held to more than this by courtesy/pure-domain, and one problem is reported once.
    if (mayTouchTheWorld(place) || isPure(place)) return {};
    return ambientListeners((node, what) => context.report({ node, messageId: 'ambient', data: { what } }));
  },
};
