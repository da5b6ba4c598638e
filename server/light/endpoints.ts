/** The addresses of buckets and of SNS, as the AWS SDK resolves them. Pure. */
import type { AwsOptions } from '../aws/aws-options.ts'
import { isPathStyle } from '../upload/store-capabilities.ts'

export type EndpointOptions = Pick<
  AwsOptions,
  'forcePathStyle' | 'useAccelerateEndpoint' | 'useDualstackEndpoint' | 'useFipsEndpoint'
>

/** Domains of AWS's partitions by the start of their regions. */
const DOMAINS: readonly (readonly [start: string, domain: string])[] = [
  ['cn-', 'amazonaws.com.cn'],
  ['eusc-', 'amazonaws.eu'],
  ['us-iso-', 'c2s.ic.gov'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
]

function domainOf(region: string): string {
  return DOMAINS.find(([start]) => region.startsWith(start))?.[1] ?? 'amazonaws.com'
}

/**
 * The URL of a bucket, without a slash at its end.
 *
 * @param endpoint of an S3-compatible store. Default: AWS.
 */
export function bucketUrl(
  bucket: string,
  region: string,
  options: EndpointOptions,
  endpoint?: string | undefined,
): string {
  if (endpoint !== undefined) {
    return storeUrl(bucket, new URL(endpoint), options.forcePathStyle ?? isPathStyle(endpoint))
  }
  const { useAccelerateEndpoint, useDualstackEndpoint, useFipsEndpoint } = options
  const dualstack = useDualstackEndpoint === true ? '.dualstack' : ''
  const domain = domainOf(region)
  if (useAccelerateEndpoint === true) return `https://${bucket}.s3-accelerate${dualstack}.${domain}`
  const host = `s3${useFipsEndpoint === true ? '-fips' : ''}${dualstack}.${region}.${domain}`
  // The certificate of S3 covers one label in front of its name.
  return bucket.includes('.') ? `https://${host}/${bucket}` : `https://${bucket}.${host}`
}

function storeUrl(bucket: string, { protocol, host, hostname, pathname }: URL, isPathStyle: boolean): string {
  const base = pathname.replace(/\/+$/, '')
  const isAddress = /^[\d.]+$|^\[/.test(hostname)
  const fits = !bucket.includes('.') || protocol === 'http:'
  if (isPathStyle || isAddress || !fits) return `${protocol}//${host}${base}/${bucket}`
  return `${protocol}//${bucket}.${host}${base}`
}

export function snsUrl(region: string, endpoint: string | undefined): string {
  return endpoint ?? `https://sns.${region}.${domainOf(region)}/`
}

export function sqsUrl(region: string, endpoint: string | undefined): string {
  return endpoint ?? `https://sqs.${region}.${domainOf(region)}/`
}
