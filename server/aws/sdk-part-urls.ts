/**
 * Part URLs by hand where that is exactly what the AWS SDK signs: `getSignedUrl` takes 0.4 ms of CPU, this 20 µs. Compared once
 * for each bucket. Where they differ (a client of the host's own that adds something, another signature), the SDK signs.
 */
import { UploadPartCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { PresignedPart } from '../../component/protocol.ts'
import type { MultipartUpload, PartGrant } from '../upload/object-storage.ts'
import { type PartPlace, signPartUrls } from './part-urls.ts'
import { CHECKSUM_HEADER } from './s3-calls.ts'
import type { S3Connection } from './s3-connection.ts'
import { encodeKey, encodeText, type QuerySigning } from './sign-query.ts'
import { dropUnsolicitedChecksum } from './unsolicited-checksum.ts'

/** A part whose key, id and size show every rule of encoding. */
const SAMPLE_KEY = "a b/+'é"
const SAMPLE_ID = 'a+/='
const SAMPLE_PART = { partNumber: 7, size: 5, sha256: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' }

/** Of every signature; the others of a query belong to the client. */
const OF_SIGNATURES =
  /^(X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Security-Token|Signature)|partNumber|uploadId)$/

/** The only other members of its queries. */
const OF_THE_SDK: Readonly<Record<string, string>> = {
  'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD',
  'x-id': 'UploadPart',
}

export class SdkPartUrls {
  readonly #s3: S3Connection
  readonly #places = new Map<string, Promise<PartPlace | null>>()

  constructor(s3: S3Connection) {
    this.#s3 = s3
  }

  async sign(
    upload: MultipartUpload,
    parts: readonly PartGrant[],
    signing: QuerySigning,
  ): Promise<PresignedPart[]> {
    const place = await this.#placeOf(upload.bucket, signing)
    if (place !== null) return signPartUrls(place, upload, parts, signing)
    return Promise.all(parts.map((part) => this.#bySdk(upload, part, signing)))
  }

  #placeOf(bucket: string, signing: QuerySigning): Promise<PartPlace | null> {
    const known = this.#places.get(bucket)
    if (known !== undefined) return known
    const place = this.#compare(bucket, signing)
    this.#places.set(bucket, place)
    place.catch(() => this.#places.delete(bucket))
    return place
  }

  async #compare(bucket: string, signing: QuerySigning): Promise<PartPlace | null> {
    const upload = { bucket, key: SAMPLE_KEY, uploadId: SAMPLE_ID }
    const theirs = (await this.#bySdk(upload, SAMPLE_PART, signing)).url
    const { origin, pathname, searchParams } = new URL(theirs)
    const end = `/${encodeKey(SAMPLE_KEY)}`
    if (!pathname.endsWith(end)) return null
    const query = [...searchParams].flatMap(([name, value]): [string, string][] =>
      OF_SIGNATURES.test(name) ? [] : [[name, encodeText(value)]],
    )
    // What middleware of the host's adds may depend on the part.
    if (query.some(([name, value]) => OF_THE_SDK[name] !== value)) return null
    const place = { origin, path: pathname.slice(0, -end.length), query }
    const [ours] = await signPartUrls(place, upload, [SAMPLE_PART], signing)
    return ours !== undefined && sorted(ours.url) === sorted(theirs) ? place : null
  }

  async #bySdk(
    { bucket, key, uploadId }: MultipartUpload,
    { partNumber, size, sha256 }: PartGrant,
    { now, seconds }: QuerySigning,
  ): Promise<PresignedPart> {
    const command = new UploadPartCommand({
      Bucket: bucket,
      Key: key,
      UploadId: uploadId,
      PartNumber: partNumber,
      // Signed with the host, so S3 takes exactly this many bytes.
      ContentLength: size,
      ...(sha256 === null ? {} : { ChecksumSHA256: sha256 }),
    })
    command.middlewareStack.add(dropUnsolicitedChecksum, { step: 'build', priority: 'low' })
    // The presigner moves checksums into the query, where stores may not enforce them.
    const unhoistableHeaders = new Set([CHECKSUM_HEADER])
    const url = await getSignedUrl(this.#s3.signer, command, {
      expiresIn: seconds,
      signingDate: now,
      unhoistableHeaders,
    })
    return { partNumber, url, ...(sha256 === null ? {} : { headers: { [CHECKSUM_HEADER]: sha256 } }) }
  }
}

function sorted(url: string): string {
  const { origin, pathname, searchParams } = new URL(url)
  searchParams.sort()
  return `${origin}${pathname}?${searchParams}`
}
