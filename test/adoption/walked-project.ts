/** A stack in a folder of its own, made by its commands. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Stack } from './stacks.ts'

const root = join(import.meta.dirname, '../..')

export interface Walk {
  readonly folder: string
  /** Of the written files, without blank ones. */
  readonly lines: number
  /** Commands and written files. */
  readonly steps: number
  readonly installSeconds: number
  readonly buildSeconds: number
}

export interface Tools {
  /** The folder in which all projects are made. */
  readonly folder: string
  readonly tarball: string
  /** The environment of the commands. */
  readonly environment: NodeJS.ProcessEnv
}

/** @throws Error with the output of the command that failed */
export async function walk(stack: Stack, tools: Tools): Promise<Walk> {
  const folder = join(tools.folder, stack.name.toLowerCase().replace(/[^a-z0-9]+/g, '-'))
  await mkdir(folder)
  const { adapt = (text: string) => text } = stack
  const installSeconds = await runAll(stack.commands, folder, tools)
  const texts = await Promise.all(
    Object.entries(stack.files).map(async ([path, source]) => {
      const text = adapt(await textOf(source))
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
      return text
    }),
  )
  return {
    folder,
    lines: texts
      .join('\n')
      .split('\n')
      .filter((line) => line.trim() !== '').length,
    steps: stack.commands.length + texts.length + stack.build.length,
    installSeconds,
    buildSeconds: await runAll(stack.build, folder, tools),
  }
}

/** An example, or a program of `server/runtimes.md` that begins with its name. */
async function textOf(source: string): Promise<string> {
  const [, name] = /^runtimes:(.*)$/.exec(source) ?? []
  if (name === undefined) return readFile(join(root, 'demo/examples', source), 'utf8')
  const page = await readFile(join(root, 'server/runtimes.md'), 'utf8')
  const blocks = [...page.matchAll(/^```\w+\n(?:\/\/|#) (\S+)\n([\s\S]*?)^```$/gm)]
  const text = blocks.find(([, title]) => title === name)?.[2]
  if (text === undefined) throw new Error(`The page has no ${name}`)
  return text
}

/** @returns how many seconds they took */
async function runAll(commands: readonly string[], folder: string, tools: Tools): Promise<number> {
  const start = performance.now()
  for (const command of commands)
    await run(command.replace(/(?<=npm install )s3-uploader-element/, tools.tarball), folder, tools)
  return (performance.now() - start) / 1000
}

async function run(command: string, cwd: string, { environment }: Tools): Promise<void> {
  const child = spawn('sh', ['-c', command], { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${command}\n${output}`)
}
