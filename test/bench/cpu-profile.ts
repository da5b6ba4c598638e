/** The main thread's time by function, from a profile of the browser's sampler. Pure. */
import type { SourceMap } from 'node:module'
import type { Protocol } from 'puppeteer-core'

interface Cost {
  selfMs: number
  totalMs: number
}

const SHOWN = 60
/** Milliseconds. */
const WORTH_SHOWING = 5

/**
 * The slowest functions as a Markdown table: self time, and time including their callees.
 *
 * @param maps source map of each script by the end of its URL
 */
export function profileTable(
  profile: Protocol.Profiler.Profile,
  maps: ReadonlyMap<string, SourceMap>,
): string {
  const costs = new Map<string, Cost>()
  const { nodes, samples = [], timeDeltas = [] } = profile
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parentOf = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  )
  for (const [index, id] of samples.entries()) {
    const ms = (timeDeltas[index] ?? 0) / 1000
    const counted = new Set<string>()
    for (let at: number | undefined = id; at !== undefined; at = parentOf.get(at)) {
      const node = byId.get(at)
      if (node === undefined) break
      const name = nameOf(node.callFrame, maps)
      const cost = costs.get(name) ?? { selfMs: 0, totalMs: 0 }
      if (at === id) cost.selfMs += ms
      // A recursive function is counted once.
      if (!counted.has(name)) cost.totalMs += ms
      counted.add(name)
      costs.set(name, cost)
    }
  }
  const top = [...costs]
    .filter(([, { totalMs }]) => totalMs >= WORTH_SHOWING)
    .sort(([, a], [, b]) => b.totalMs - a.totalMs)
  const rows = top
    .slice(0, SHOWN)
    .map(([name, { selfMs, totalMs }]) => `| ${name} | ${selfMs.toFixed(0)} | ${totalMs.toFixed(0)} |`)
  return ['| function | self ms | with callees ms |', '| --- | --: | --: |', ...rows, ''].join('\n')
}

function nameOf(
  { functionName, url, lineNumber, columnNumber }: Protocol.Runtime.CallFrame,
  maps: ReadonlyMap<string, SourceMap>,
): string {
  const entry = [...maps].find(([end]) => url.endsWith(end))?.[1].findEntry(lineNumber, columnNumber)
  const place =
    entry !== undefined && 'originalSource' in entry
      ? `${fromRoot(entry.originalSource)}:${entry.originalLine + 1}`
      : `${url.split('/').at(-1)}`
  return `${functionName || '(anonymous)'} ${place}`
}

/** `component/engine/upload/upload.ts`, `lit-html/lit-html.js` */
function fromRoot(path: string): string {
  return path.replace(/^.*node_modules\//, '').replace(/^(\.\.\/)+/, '')
}
