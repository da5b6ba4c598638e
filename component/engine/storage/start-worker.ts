/** Of the Trusted Types API; TypeScript's library lacks it. What it returns, a `TrustedScriptURL`, is only passed on. */
interface ScriptPolicy {
  createScriptURL(url: string): string
}

/** Named in a page's `trusted-types` directive. */
const POLICY = 's3-uploader'

/** Null where there are no Trusted Types, or the page does not allow the policy. */
let policy: ScriptPolicy | null | undefined

/**
 * Starts a worker also on pages with `require-trusted-types-for 'script'`, which refuse the URL of a script unless a policy
 * made it.
 *
 * @param create calls `new Worker`
 * @throws where the page allows no worker
 */
export function startWorker(create: () => Worker): Worker {
  policy = policy === undefined ? createPolicy() : policy
  if (policy === null) return create()
  const trusted = policy
  const NativeWorker = globalThis.Worker
  // Bundlers recognise only `new Worker(new URL(…))`, so the policy comes in behind that name, during this call.
  globalThis.Worker = class extends NativeWorker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(trusted.createScriptURL(String(url)), options)
    }
  }
  try {
    return create()
  } finally {
    globalThis.Worker = NativeWorker
  }
}

function createPolicy(): ScriptPolicy | null {
  try {
    return (
      Reflect.get(globalThis, 'trustedTypes')?.createPolicy(POLICY, {
        createScriptURL: (url: string) => url,
      }) ?? null
    )
  } catch {
    return null
  }
}
