import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** Those of the packages that cannot be resolved from here. */
export function missingPackages(names: readonly string[]): string[] {
  return names.filter((name) => !isInstalled(name))
}

function isInstalled(name: string): boolean {
  // A package may export nothing to `require`, and still be there.
  return (require.resolve.paths(name) ?? []).some((folder) => {
    try {
      require(`${folder}/${name}/package.json`)
      return true
    } catch {
      return false
    }
  })
}
