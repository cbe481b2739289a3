import { isAbsolute, relative, sep } from 'node:path';
import type { Rule } from 'eslint';

/** Apps that are not subgraphs: they hold no aggregate and follow the rules of ordinary code. */
const OTHER_APPS = new Set(['gateway', 'graph-e2e']);
/** Folders of a subgraph's `src` that hold no aggregate. */
const NOT_AGGREGATES = new Set(['reactions', 'migrations']);

/** Where a file stands in the house, read off its path alone. */
export interface Place {
  /** Path from the top of the workspace, with forward slashes. */
  readonly path: string;
  /** `apps`, `libs` or `tools`; empty for a file at the top. */
  readonly area: string;
  /** Folder below the area, such as `cases` or `kernel`. */
  readonly project: string;
  /** File name up to its first dot. */
  readonly stem: string;
  /** What stands between the first dot and `.ts` or `.graphql`: `store`, `graph.spec`, or empty. */
  readonly role: string;
  /** True for an app that serves a subgraph. */
  readonly inSubgraph: boolean;
  /** True for specs, their worlds and the end-to-end project: what nobody imports. */
  readonly isSpec: boolean;
  /** True for what never ships: specs and the testing lib. */
  readonly isTest: boolean;
  /** The aggregate's folder when the file lies in one, else null. */
  readonly aggregate: string | null;
}

/** Tells where the file being linted stands. The top of the workspace comes from `settings.courtesy.root`. */
export function placeOf(context: Rule.RuleContext): Place {
  const settings = context.settings['courtesy'] as { root?: string } | undefined;
  const fromRoot = relative(settings?.root ?? context.cwd, context.filename);
  const outside = fromRoot.startsWith('..') || isAbsolute(fromRoot);
  return placeOfPath((outside ? relative(context.cwd, context.filename) : fromRoot).split(sep).join('/'));
}

/** Tells where `path`, given from the top of the workspace, stands. */
export function placeOfPath(path: string): Place {
  const folders = path.split('/');
  const file = folders.pop() ?? '';
  const [area = '', project = ''] = folders;
  const [stem = '', ...rest] = file.split('.');
  const role = rest.slice(0, -1).join('.');
  const inSubgraph = area === 'apps' && project !== '' && !OTHER_APPS.has(project);
  const isSpec = isSpecPath(folders, role);
  const below = folders[2] === 'src' ? folders[3] : undefined;
  return {
    path,
    area,
    project,
    stem,
    role,
    inSubgraph,
    isSpec,
    isTest: isSpec || (area === 'libs' && project === 'testing'),
    aggregate: inSubgraph && below !== undefined && !NOT_AGGREGATES.has(below) ? below : null,
  };
}

function isSpecPath([area, project, kind]: readonly string[], role: string): boolean {
  if (/(^|\.)spec$/.test(role) || (area === 'apps' && project === 'graph-e2e')) return true;
  return area !== 'tools' && kind === 'test';
}
