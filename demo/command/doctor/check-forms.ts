import type { PostPlan, PresignedUpload, PutPlan } from '../../../component/protocol.ts'
import type { BoundedFetch } from './bounded-fetch.ts'
import { type Finding, failure, ok, skipped } from './finding.ts'
import type { SampleFile } from './sample-file.ts'
import { isRefused, refusalOf, sendPlan, type Tampering } from './send-plan.ts'

interface Attempt {
  readonly check: string
  /** What a store that takes it would let in. */
  readonly danger: string
  readonly bytes?: (bytes: Buffer) => Buffer
  readonly tampering?: Tampering
}

const larger = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(1)])
const without =
  (...names: string[]) =>
  (fields: Record<string, string>) =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name.toLowerCase())))

const FORM_ATTEMPTS: readonly Attempt[] = [
  { check: 'form-larger-file', danger: 'a file of any size', bytes: larger },
  {
    check: 'form-other-field',
    danger: 'a file with headers of the visitor’s choice',
    tampering: { fields: (fields) => ({ 'x-amz-meta-doctor': '1', ...fields }) },
  },
  {
    check: 'form-other-key',
    danger: 'a file in place of another',
    tampering: { fields: (fields) => ({ ...fields, key: `${fields.key}-doctor` }) },
  },
  {
    check: 'form-unsigned',
    danger: 'a file of everyone',
    tampering: {
      fields: without('policy', 'x-amz-signature', 'x-amz-credential', 'x-amz-algorithm', 'x-amz-date'),
    },
  },
]

const PUT_ATTEMPTS: readonly Attempt[] = [
  { check: 'put-larger-file', danger: 'a file of any size', bytes: larger },
  {
    check: 'put-other-type',
    danger: 'a file of another type',
    tampering: { fields: (headers) => ({ ...headers, 'content-type': 'text/html' }) },
  },
]

/**
 * Whether the store refuses what the API did not sign.
 *
 * @param presign asks for a plan of the sample; each attempt has its own
 */
export async function checkRefusals(
  fetch: BoundedFetch,
  kind: 'post' | 'put',
  sample: SampleFile,
  presign: () => Promise<PresignedUpload & { plan: PostPlan | PutPlan }>,
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { check, danger, bytes = (each: Buffer) => each, tampering } of kind === 'post'
    ? FORM_ATTEMPTS
    : PUT_ATTEMPTS) {
    const { plan } = await presign()
    const response = await sendPlan(fetch, plan, { ...sample, bytes: bytes(sample.bytes) }, tampering)
    const at = { check, role: 'browser' } as const
    const refusal = response.ok ? '' : await refusalOf(response)
    if (isRefused(response)) findings.push(ok(at, `The store refused ${danger} (${refusal}).`))
    else if (!response.ok)
      findings.push(
        skipped(at, `The store answered ${refusal} to ${danger}, which says nothing about its checks.`),
      )
    else {
      findings.push(
        failure(at, `The store took ${danger}.`, {
          visitor:
            'Nothing: this is a hole. The completion still refuses a size or a type that was not announced.',
          change:
            'The store does not enforce what was signed. Do not use it with visitors that you do not trust.',
        }),
      )
    }
  }
  return findings
}
