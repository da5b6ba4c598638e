import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { BoundProcess } from './bound-process.ts'

describe.runIf(process.platform === 'linux')('BoundProcess', () => {
  it('waits for the output of its program', async () => {
    const program = new BoundProcess('sh', ['-c', 'echo 42; exec sleep 60'])
    const said = await program.waitFor(() => (program.output === '' ? null : program.output))
    expect(said).toBe('42\n')
    expect(program.ended).toBe(false)
    await program.stop()
    expect(program.ended).toBe(true)
  })

  it('reports the output of a program that ended early', async () => {
    const program = new BoundProcess('sh', ['-c', 'echo "no room" >&2; exit 3'])
    await expect(program.waitFor(() => null)).rejects.toThrow(/^sh ended before it was ready\. no room$/)
  })

  it('reports a program that does not exist', async () => {
    const program = new BoundProcess('no-such-program', [])
    await expect(program.waitFor(() => null)).rejects.toThrow('no-such-program')
    await program.stop()
  })

  it('stops a program that ignores SIGTERM', async () => {
    const program = new BoundProcess('sh', ['-c', 'trap "" TERM; echo ready; while :; do sleep 0.1; done'])
    await program.waitFor(() => (program.output === '' ? null : true))
    await program.stop()
    expect(program.ended).toBe(true)
  })

  it('ends its program even if this process is killed', async () => {
    const script = `
      import { BoundProcess } from '${new URL('bound-process.ts', import.meta.url)}'
      const program = new BoundProcess('sh', ['-c', 'echo $$; exec sleep 60'])
      console.log(await program.waitFor(() => program.output || null))
      setInterval(() => {}, 1000)`
    const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script])
    const [chunk] = await once(owner.stdout, 'data')
    const pid = Number(String(chunk))
    expect(isRunning(pid)).toBe(true)
    owner.kill('SIGKILL')
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 5_000 })
  })
})

/** A program that has ended may stay in the process table as a zombie, without its command line. */
function isRunning(pid: number): boolean {
  const path = `/proc/${pid}/cmdline`
  return existsSync(path) && readFileSync(path, 'utf8') !== ''
}
