/** S3 answers for KMS: what the doctor makes of its answers. */
import { Readable } from 'node:stream'
import { S3Client } from '@aws-sdk/client-s3'
import { expect, it } from 'vitest'
import { checkKms } from '../../demo/command/doctor/check-kms.ts'

interface Answer {
  statusCode: number
  headers?: Record<string, string>
  body?: string
}

const OK: Answer = { statusCode: 200 }
const ENCRYPTED: Answer = {
  statusCode: 200,
  headers: {
    'x-amz-server-side-encryption': 'aws:kms',
    'x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:eu-west-1:1:key/2',
  },
}

function refusal(statusCode: number, code: string, message: string): Answer {
  return { statusCode, body: `<Error><Code>${code}</Code><Message>${message}</Message></Error>` }
}

/** An S3 that answers by method; `asked` lists the methods. */
function s3Answering(answers: Readonly<Record<string, Answer>>) {
  const asked: string[] = []
  const handle = async ({ method }: { method: string }) => {
    asked.push(method)
    const { statusCode, headers = {}, body = '' } = answers[method] ?? { statusCode: 204 }
    return { response: { statusCode, headers, body: Readable.from([Buffer.from(body)]) } }
  }
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
  const s3 = new S3Client({ region: 'eu-west-1', credentials, requestHandler: { handle }, maxAttempts: 1 })
  return { s3, asked }
}

/** The policy that the command `rules` prints refuses others than forms under the pending prefix. */
const PLACE = { bucket: 'acme-in', prefix: 'uploads/' }

it('says with which key an object was encrypted and read, and names it for the removal', async () => {
  const { s3, asked } = s3Answering({ PUT: ENCRYPTED, GET: OK })
  const keys: string[] = []
  expect(await checkKms(s3, PLACE, (key) => keys.push(key))).toMatchObject({
    outcome: 'ok',
    detail: 'An object was encrypted with aws:kms (arn:aws:kms:eu-west-1:1:key/2) and read again.',
  })
  expect(asked).toEqual(['PUT', 'GET'])
  expect(keys).toEqual([expect.stringMatching(/^uploads\/doctor-/)])
})

it.each([
  ['PUT', 'kms:GenerateDataKey'],
  ['GET', 'kms:Decrypt'],
])('names the permission that a refused %s lacks', async (method, permission) => {
  const denied = refusal(403, 'AccessDenied', `User is not authorized to perform: ${permission}`)
  const { s3, asked } = s3Answering({ PUT: ENCRYPTED, GET: OK, [method]: denied })
  expect(await checkKms(s3, PLACE, () => {})).toMatchObject({
    outcome: 'failure',
    detail: `The bucket’s key could not be used: AccessDenied, probably for ${permission}.`,
    document: { Action: ['kms:GenerateDataKey', 'kms:Decrypt'] },
  })
  expect(asked.at(-1)).toBe(method)
})

it('says that the key is disabled', async () => {
  const disabled = refusal(400, 'KMS.DisabledException', 'arn:aws:kms:eu-west-1:1:key/2 is disabled.')
  const { s3 } = s3Answering({ PUT: disabled })
  expect(await checkKms(s3, PLACE, () => {})).toMatchObject({
    outcome: 'failure',
    change: 'Enable the key, or give the bucket another one.',
  })
})
