/** The process's variables; none where the runtime has no process. */
export function environment(): Readonly<Record<string, string | undefined>> {
  return typeof process === 'undefined' ? {} : (process.env ?? {})
}

/** Of a store or service that the environment names, as the AWS SDK reads it. */
export function endpointFromEnvironment(service: 'S3' | 'SNS'): string | undefined {
  const variables = environment()
  if (variables.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true') return undefined
  return variables[`AWS_ENDPOINT_URL_${service}`] || variables.AWS_ENDPOINT_URL || undefined
}
