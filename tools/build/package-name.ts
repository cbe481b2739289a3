/** The package that an import such as `@scope/name/entry` or `name/entry.js` is taken from. */
export function packageNameOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
