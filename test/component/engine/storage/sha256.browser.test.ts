import { expect } from '@open-wc/testing'
import { type HashTimeout, HashWorker } from '../../../../component/engine/storage/hash-worker.ts'
import { sha256 } from '../../../../component/engine/storage/sha256.ts'

const never = new AbortController().signal
const ABC = 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='

const hex = (digest: ArrayBuffer | null) =>
  digest && [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Counts the workers that are created. */
function counted(script: string | URL, timeout?: HashTimeout) {
  const count = { created: 0, ended: 0 }
  const create = () => {
    count.created += 1
    const worker = new Worker(script, { type: 'module' })
    const terminate = () => Worker.prototype.terminate.call(worker)
    worker.terminate = () => {
      count.ended += 1
      terminate()
    }
    return worker
  }
  return { count, worker: new HashWorker(create, timeout) }
}
const real = new URL('/component/engine/storage/sha256-worker.js', location.href)

describe('SHA-256', () => {
  it('is computed by a single worker for all callers', async () => {
    const { Worker: RealWorker } = window
    const answered: string[] = []
    window.Worker = class extends RealWorker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options)
        this.addEventListener('message', ({ data }) => {
          if (data instanceof ArrayBuffer) answered.push(new URL(url).pathname)
        })
      }
    }
    const hashes = await Promise.all([
      sha256(new Blob(['abc']), never),
      sha256(new Blob(['a', 'bc']), never),
    ]).finally(() => {
      window.Worker = RealWorker
    })
    expect(hashes).to.deep.equal([ABC, ABC])
    expect(answered).to.deep.equal([real.pathname, real.pathname])
  })

  it('is computed by the worker file, of an empty and of a large piece', async () => {
    const { count, worker } = counted(real)
    expect(hex(await worker.digest('SHA-256', new Blob(), never))).to.equal(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    )
    const piece = new Blob(Array.from({ length: 128 }, () => new Uint8Array(65_536)))
    expect(hex(await worker.digest('SHA-256', piece, never))).to.equal(
      hex(await crypto.subtle.digest('SHA-256', await piece.arrayBuffer())),
    )
    expect(count).to.deep.equal({ created: 1, ended: 0 })
  })

  it('is not the only hash of the worker file: it knows MD5, of several chunks too', async () => {
    const { count, worker } = counted(real)
    expect(hex(await worker.digest('MD5', new Blob(['abc']), never))).to.equal(
      '900150983cd24fb0d6963f7d28e17f72',
    )
    const zeros = new Blob(Array.from({ length: 9 }, () => new Uint8Array(1024 ** 2)))
    expect(hex(await worker.digest('MD5', zeros, never))).to.equal('b82b4ab87e44976024abc14a1670dac0')
    expect(count).to.deep.equal({ created: 1, ended: 0 })
  })

  it('terminates its worker on abort, and creates a new one for the next piece', async () => {
    const { count, worker } = counted(real)
    const canceled = new AbortController()
    const digest = worker.digest('SHA-256', new Blob([new Uint8Array(8_000_000)]), canceled.signal)
    canceled.abort('enough')
    expect(await digest.catch((reason: unknown) => reason)).to.equal('enough')
    expect(count).to.deep.equal({ created: 1, ended: 1 })
    expect(await worker.digest('SHA-256', new Blob(['abc']), never)).to.be.instanceOf(ArrayBuffer)
    expect(count.created).to.equal(2)
  })

  it('that is aborted blocks neither its caller nor the next piece', async () => {
    const canceled = new AbortController()
    const results = Promise.allSettled([
      sha256(new Blob(['first']), never),
      sha256(new Blob(['second']), canceled.signal),
      sha256(new Blob(['abc']), never),
    ])
    canceled.abort('enough')
    const [first, second, third] = await results
    expect(first.status).to.equal('fulfilled')
    expect(second).to.deep.equal({ status: 'rejected', reason: 'enough' })
    expect(third).to.deep.equal({ status: 'fulfilled', value: ABC })
  })

  for (const [name, create] of [
    ['a worker file that is not there', () => new Worker('/no-such-worker.js', { type: 'module' })],
    [
      'a browser without workers',
      () => {
        throw new ReferenceError('Worker is not defined')
      },
    ],
    ['a script of another origin', () => new Worker('http://127.0.0.1:49151/worker.js', { type: 'module' })],
  ] as const) {
    it(`is computed by the page after ${name}, for good`, async () => {
      let created = 0
      const worker = new HashWorker(() => {
        created += 1
        return create()
      })
      expect(await worker.digest('SHA-256', new Blob(['abc']), never)).to.equal(null)
      expect(await worker.digest('SHA-256', new Blob(['abc']), never)).to.equal(null)
      expect(created).to.equal(1)
    })
  }

  it('is computed by the page where a worker does not answer, which is terminated', async () => {
    const { count, worker } = counted('data:text/javascript,', { startMs: 20, ms: 20, bytesPerMs: 1_000 })
    expect(await worker.digest('SHA-256', new Blob(['abc']), never)).to.equal(null)
    expect(await worker.digest('SHA-256', new Blob(['abc']), never)).to.equal(null)
    expect(count).to.deep.equal({ created: 1, ended: 1 })
  })

  // WebKitGTK offers no file that a script can change after it was chosen.
  const withDisk = 'FileSystemFileHandle' in window ? it : it.skip
  withDisk('of a file that was changed is left to the page, which says why; the worker stays', async () => {
    const root = await navigator.storage.getDirectory()
    const handle = await root.getFileHandle('changing.bin', { create: true })
    const write = async (content: string) => {
      const writable = await handle.createWritable()
      await writable.write(content)
      await writable.close()
    }
    await write('before')
    const file = await handle.getFile()
    await write('after, and longer')
    const { count, worker } = counted(real)
    expect(await worker.digest('SHA-256', file, never)).to.equal(null)
    const failure = await sha256(file, never).catch((error: unknown) => error)
    expect(failure).to.have.property('code', 'file-changed')
    expect(await worker.digest('SHA-256', new Blob(['abc']), never)).to.be.instanceOf(ArrayBuffer)
    expect(count).to.deep.equal({ created: 1, ended: 0 })
    await root.removeEntry('changing.bin')
  })
})
