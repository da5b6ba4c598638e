import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { DecodedHeic, HeicDecoder } from './heic-decoder.ts'
import { ImageError } from './image-error.ts'
import { isRecord } from './is-record.ts'

const LIBRARY = 'libheif-js'
/** Of JavaScript alone; WebAssembly's memory is bounded by the memory budget. */
const HEAP_MB = 128

/**
 * In a thread of its own: WebAssembly cannot be interrupted, and would block the event loop for seconds. As text,
 * because a bundled function is one file.
 */
const WORKER = `
const { parentPort, workerData } = require('node:worker_threads')
const libheif = require(workerData.library)
const images = new libheif.HeifDecoder().decode(workerData.bytes)
const image = images.find((each) => each.is_primary()) ?? images[0]
const [width, height] = image === undefined ? [0, 0] : [image.get_width(), image.get_height()]
if (width * height === 0 || width * height > workerData.maxPixels) parentPort.postMessage(null)
else {
  const data = new Uint8ClampedArray(width * height * 4)
  image.display({ data, width, height }, (shown) =>
    parentPort.postMessage(shown ? { data, width, height } : null, shown ? [data.buffer] : []))
}
`

/**
 * HEIC by libheif in WebAssembly. Not part of this package: its licence is the LGPL, and HEVC is covered by patents.
 *
 * @throws Error when the library is not installed
 */
export function createLibheifDecoder(): HeicDecoder {
  const require = createRequire(import.meta.url)
  const library = resolve(require, `${LIBRARY}/wasm-bundle.js`)
  const { version } = require(resolve(require, `${LIBRARY}/package.json`))
  return {
    version: `${LIBRARY} ${version}`,
    decode: async (bytes, limits) => await decodeInWorker(library, bytes, limits),
  }
}

function resolve(require: NodeJS.Require, path: string): string {
  try {
    return require.resolve(path)
  } catch (cause) {
    throw new Error(
      `HEIC=${LIBRARY}, but the package is not there: npm install ${LIBRARY} in the function's folder`,
      {
        cause,
      },
    )
  }
}

async function decodeInWorker(
  library: string,
  bytes: Buffer,
  { maxPixels, timeoutMs }: { maxPixels: number; timeoutMs: number },
): Promise<DecodedHeic> {
  const worker = new Worker(WORKER, {
    eval: true,
    workerData: { library, bytes: new Uint8Array(bytes), maxPixels },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    // What the library prints about a file is not for the log.
    stdout: true,
    stderr: true,
  })
  let timer: NodeJS.Timeout | undefined
  try {
    const message = await new Promise<unknown>((settle, reject) => {
      worker
        .once('message', settle)
        .once('error', reject)
        .once('exit', () => settle(null))
      timer = setTimeout(
        () => reject(new ImageError('processing-timeout', 'Decoding the image took too long.')),
        timeoutMs,
      )
    })
    return parseImage(message)
  } catch (cause) {
    if (cause instanceof ImageError) throw cause
    throw damaged(cause)
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}

function parseImage(message: unknown): DecodedHeic {
  if (!isRecord(message) || !(message.data instanceof Uint8ClampedArray)) throw damaged()
  const { data, width, height } = message
  if (typeof width !== 'number' || typeof height !== 'number') throw damaged()
  return { pixels: Buffer.from(data.buffer, data.byteOffset, data.byteLength), width, height }
}

function damaged(cause?: unknown): ImageError {
  return new ImageError('corrupt-image', 'The image is damaged and cannot be decoded.', { cause })
}
