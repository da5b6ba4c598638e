/** Forms for browsers, signed by hand: the same as by the AWS SDK's `createPresignedPost`, at a tenth of its CPU. */
import type { PostGrant, SignedPost } from '../upload/object-storage.ts'
import type { AwsCredentials } from './aws-options.ts'
import { formFields } from './grant-fields.ts'
import { amzDate, type SigningKey } from './signing-key.ts'

export interface FormSigning {
  key: SigningKey
  credentials: AwsCredentials
  now: Date
  /** At most; sooner where the grant says so. */
  seconds: number
}

/** A form's fields and the conditions of its policy, in JSON: names are plain ASCII. */
type Fields = Record<string, string>

/**
 * Every field is an exact condition, and S3 refuses fields without one. `starts-with` is never used.
 *
 * @param urls of each grant's bucket, in their order.
 */
export async function signForms(
  grants: readonly PostGrant[],
  urls: readonly string[],
  signing: FormSigning,
): Promise<SignedPost[]> {
  const { key, credentials, now } = signing
  const datetime = amzDate(now)
  const date = datetime.slice(0, 8)
  // The same in all forms: written once.
  const signer: Fields = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${credentials.accessKeyId}/${key.scope(date)}`,
    'X-Amz-Date': datetime,
    ...(credentials.sessionToken ? { 'X-Amz-Security-Token': credentials.sessionToken } : {}),
  }
  const signerConditions = conditions(signer)
  const expiries = new Map<number, string>()
  const expiryOf = (seconds: number) => {
    const known = expiries.get(seconds) ?? expiry(now, seconds)
    expiries.set(seconds, known)
    return known
  }
  return Promise.all(
    grants.map(async (grant, index): Promise<SignedPost> => {
      const { size, bucket } = grant
      const fields: Fields = { ...formFields(grant), bucket, key: grant.key }
      const expiresAt = expiryOf(Math.min(grant.expiresInSeconds, signing.seconds))
      const policy = toBase64(
        `{"expiration":"${expiresAt.replace('.000Z', 'Z')}","conditions":[["content-length-range",${size},${size}]${conditions(fields)}${signerConditions}]}`,
      )
      const signature = await key.signText(policy, credentials.secretAccessKey, date)
      const all = { ...fields, ...signer, Policy: policy, 'X-Amz-Signature': signature }
      return { plan: { kind: 'post', url: urls[index] ?? '', fields: all }, expiresAt }
    }),
  )
}

function conditions(fields: Fields): string {
  let text = ''
  for (const name in fields) text += `,{"${name}":${JSON.stringify(fields[name])}}`
  return text
}

/** ISO 8601. Signatures are dated in whole seconds. */
export function expiry(now: Date, seconds: number): string {
  return new Date((Math.floor(now.getTime() / 1000) + seconds) * 1000).toISOString()
}

// The policy may hold letters beyond ASCII, which `btoa` does not take.
function toBase64(text: string): string {
  if (typeof Buffer !== 'undefined') return Buffer.from(text).toString('base64')
  let binary = ''
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte)
  return btoa(binary)
}
