import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** Those of the packages that cannot be resolved from here. */
export function missingPackages(names: readonly string[]): string[] {
  return names.filter((name) => !isInstalled(name))
}

function isInstalled(name: string): boolean {
  try {
    // Folders named node_modules need not exist: Yarn's Plug'n'Play has none.
    require.resolve(`${name}/package.json`)
    return true
  } catch (error) {
    // It is there, and does not export this file.
    return error instanceof Error && 'code' in error && error.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED'
  }
}
