import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import type { PackedProject } from '../support/packed-project.ts'
import type { ExampleProcess } from './example-process.ts'

/** The Worker of the examples on workerd, bundled as Wrangler does. */
export async function startWorker(
  { folder }: PackedProject,
  bindings: Readonly<Record<string, string>>,
): Promise<ExampleProcess> {
  const outDir = join(folder, 'worker')
  await mkdir(outDir, { recursive: true })
  await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    resolve: { conditions: ['workerd', 'worker', 'browser'], mainFields: ['browser', 'module', 'main'] },
    build: {
      outDir,
      minify: false,
      lib: {
        entry: join(folder, 'examples/workers/worker.ts'),
        formats: ['es'],
        fileName: () => 'worker.js',
      },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  const texts = Object.entries(bindings).map(
    ([name, value]) => `(name = "${name}", text = ${JSON.stringify(value)})`,
  )
  await writeFile(join(outDir, 'config.capnp'), config(texts.join(', ')))
  const workerd = spawn(
    join(
      folder,
      `node_modules/@cloudflare/workerd-linux-${process.arch === 'arm64' ? 'arm64' : '64'}/bin/workerd`,
    ),
    ['serve', '--control-fd=1', '--socket-addr=http=127.0.0.1:0', 'config.capnp'],
    { cwd: outDir, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let text = ''
  workerd.stdout.setEncoding('utf8')
  for (;;) {
    const [chunk] = await once(workerd.stdout, 'data')
    text += chunk
    const port = /"port":\s*(\d+)/.exec(text)?.[1]
    if (port === undefined) continue
    return {
      url: `http://127.0.0.1:${port}`,
      close: async () => {
        workerd.kill('SIGKILL')
        await once(workerd, 'exit')
      },
    }
  }
}

const config = (bindings: string) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "api", worker = (
      modules = [(name = "worker", esModule = embed "worker.js")],
      bindings = [${bindings}],
      compatibilityDate = "2025-06-01",
    )),
    (name = "internet", network = (allow = ["private"])),
  ],
  sockets = [(name = "http", http = (), service = "api")],
);
`
