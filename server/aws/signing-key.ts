/** The key of Signature Version 4 and what it signs. */
import { type Bytes, type Digests, platformDigests } from './digests.ts'

export type AwsServiceName = 's3' | 'sns' | 'sqs'

export class SigningKey {
  readonly region: string
  readonly #service: AwsServiceName
  readonly #digests: Digests
  /** Of the last date and secret: they change once a day, or with the session. */
  #key: { date: string; secret: string; value: Promise<Bytes> } | undefined

  constructor(service: AwsServiceName, region: string, digests: Digests = platformDigests()) {
    this.#service = service
    this.region = region
    this.#digests = digests
  }

  /** @param date `20261130` */
  scope(date: string): string {
    return `${date}/${this.region}/${this.#service}/aws4_request`
  }

  /** In hexadecimal. */
  async signText(text: string, secret: string, date: string): Promise<string> {
    return this.#digests.hmacHex(await this.#of(secret, date), text)
  }

  /** Of a canonical request. @param datetime `20261130T080910Z` */
  async signRequest(canonical: string, secret: string, datetime: string): Promise<string> {
    const date = datetime.slice(0, 8)
    const hash = await this.#digests.sha256Hex(canonical)
    return this.signText(`AWS4-HMAC-SHA256\n${datetime}\n${this.scope(date)}\n${hash}`, secret, date)
  }

  async sha256(text: string): Promise<Bytes> {
    return this.#digests.sha256(text)
  }

  async sha256Hex(text: string): Promise<string> {
    return this.#digests.sha256Hex(text)
  }

  #of(secret: string, date: string): Promise<Bytes> {
    if (this.#key?.date !== date || this.#key.secret !== secret) {
      this.#key = { date, secret, value: this.#derive(secret, date) }
    }
    return this.#key.value
  }

  async #derive(secret: string, date: string): Promise<Bytes> {
    let key: Bytes | string = `AWS4${secret}`
    for (const text of [date, this.region, this.#service, 'aws4_request']) {
      key = await this.#digests.hmac(key, text)
    }
    if (typeof key === 'string') throw new TypeError('A key has four steps')
    return key
  }
}

/** `20261130T080910Z` */
export function amzDate(date: Date): string {
  return date.toISOString().replace(/[:-]|\.\d{3}/g, '')
}
