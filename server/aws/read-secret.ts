/** Reads secrets from AWS Secrets Manager. The SDK's client is loaded with the first call. */

/** @returns the text of the secret's current version */
export type ReadSecret = (arn: string) => Promise<string>

/** Its region is the one in the ARN. `AWS_ENDPOINT_URL_SECRETS_MANAGER` names another service, as for every AWS client. */
export const readSecret: ReadSecret = async (arn) => {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager')
  const region = arn.split(':')[3]
  const client = new SecretsManagerClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 2000, requestTimeout: 3000, throwOnRequestTimeout: true },
    ...(region ? { region } : {}),
  })
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }))
    if (!SecretString) throw new Error(`Secret ${arn} has no text`)
    return SecretString
  } finally {
    client.destroy()
  }
}
