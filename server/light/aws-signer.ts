/**
 * Requests signed by headers, Signature Version 4: `aws4fetch` makes the canonical request, `SigningKey` signs it. With
 * `node:crypto` and a cached key a signature takes 15 to 30 µs; with aws4fetch's own WebCrypto calls it takes 160 µs.
 */
import { AwsV4Signer } from 'aws4fetch'
import type { AwsCredentials } from '../aws/aws-options.ts'
import type { Digests } from '../aws/digests.ts'
import { amzDate, SigningKey } from '../aws/signing-key.ts'

export interface AwsRequest {
  method: string
  url: string
  /** In lower case. Each is signed. */
  headers: Record<string, string>
  /** Default: none. */
  body?: string
}

export interface SignedRequest {
  method: string
  url: URL
  headers: Record<string, string>
  body: string | undefined
}

/** Of nothing. */
const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

export class AwsSigner {
  readonly key: SigningKey
  readonly #service: 's3' | 'sns'

  constructor(service: 's3' | 'sns', region: string, digests?: Digests) {
    this.#service = service
    this.key = new SigningKey(service, region, digests)
  }

  get region(): string {
    return this.key.region
  }

  async sign(
    { method, url, body, headers }: AwsRequest,
    credentials: AwsCredentials,
    now: Date,
  ): Promise<SignedRequest> {
    const payloadHash = body === undefined ? EMPTY_SHA256 : await this.key.sha256Hex(body)
    const { accessKeyId, secretAccessKey, sessionToken } = credentials
    const datetime = amzDate(now)
    const request = new CanonicalRequest(
      {
        method,
        url,
        headers: { ...headers, 'x-amz-content-sha256': payloadHash },
        accessKeyId,
        secretAccessKey,
        ...(sessionToken === undefined ? {} : { sessionToken }),
        service: this.#service,
        region: this.region,
        datetime,
        allHeaders: true,
      },
      (canonical) => this.key.signRequest(canonical, secretAccessKey, datetime),
    )
    const signed = await request.sign()
    return { method, url: signed.url, headers: Object.fromEntries(signed.headers), body }
  }
}

class CanonicalRequest extends AwsV4Signer {
  readonly #sign: (canonical: string) => Promise<string>

  constructor(
    options: ConstructorParameters<typeof AwsV4Signer>[0],
    sign: (canonical: string) => Promise<string>,
  ) {
    super(options)
    this.#sign = sign
  }

  override async signature(): Promise<string> {
    return this.#sign(await this.canonicalString())
  }
}
