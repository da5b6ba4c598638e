import { UsageError } from './usage-error.ts'

/**
 * Headers of `--header 'NAME: VALUE'` options.
 *
 * @throws UsageError without the text, which may be a secret
 */
export function parseHeaders(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):\s*(.*)$/.exec(text) ?? []
      if (name !== undefined && value !== undefined) return [name, value]
      throw new UsageError("--header must look like 'NAME: VALUE'.")
    }),
  )
}
