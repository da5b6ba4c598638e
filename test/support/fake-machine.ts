import type { Machine } from './machine.ts'

/** A machine with exactly these programs; a version of `null` marks one that does not start. */
export function fakeMachine({
  programs = {},
  ...rest
}: Partial<Machine> & { programs?: Record<string, string | null> }): Machine {
  return {
    platform: 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin' },
    isRoot: false,
    distribution: 'debian',
    exists: (path) => Object.hasOwn(programs, path),
    versionOf: (path) => programs[path] ?? null,
    ...rest,
  }
}
