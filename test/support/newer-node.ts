import { join } from 'node:path'
import type { PackedProject } from './packed-project.ts'

const VERSION = '22.23.3'

/**
 * The path of a Node for frameworks that have given up Node 20 (SvelteKit 3, Angular 22): this one, or one that npm installs
 * into the project.
 */
export async function newerNode({
  execute,
  folder,
}: Pick<PackedProject, 'execute' | 'folder'>): Promise<string> {
  if ('withResolvers' in Promise) return process.execPath
  const system = process.platform === 'win32' ? 'win' : process.platform
  // What the package `node` installs by a script of its own.
  const name = `node-${system}-${process.arch}`
  await execute(
    'npm',
    'install',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    `${name}@${VERSION}`,
  )
  return join(folder, 'node_modules', name, 'bin', system === 'win' ? 'node.exe' : 'node')
}
