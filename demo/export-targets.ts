/**
 * The files that a package's `exports` map points to, each as a path inside the package (`dist/server/index.js`).
 *
 * Patterns (`./locales/*`) are left out.
 *
 * @throws TypeError if a target is neither a path nor conditions
 */
export function exportTargets(exports: unknown): string[] {
  if (typeof exports === 'string') return exports.includes('*') ? [] : [exports.replace(/^\.\//, '')]
  if (typeof exports !== 'object' || exports === null)
    throw new TypeError(`Not an exports target: ${String(exports)}`)
  return Object.values(exports).flatMap(exportTargets)
}
