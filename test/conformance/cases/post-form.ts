import { GetObjectCommand } from '@aws-sdk/client-s3'
import type { CaseContext, ConformanceCase } from '../conformance-case.ts'
import { bucketUrl, type FormPart, formParts, sendForm, sendParts, signForm } from '../form-upload.ts'
import { exchange } from '../http-exchange.ts'
import { elementOf, headersNamed, statusOf, storedAt } from '../observe.ts'

const file: FormPart = { name: 'file', value: 'meow', fileName: 'cat.png' }

const STORED = '204, stored 4 bytes of binary/octet-stream'

async function sendShape(context: CaseContext, shape: (fields: FormPart[]) => FormPart[]): Promise<string> {
  const form = await signForm(context)
  const response = await sendParts(form.url, shape(formParts(form)))
  return `${statusOf(response)}, ${await storedAt(context)}`
}

const shapes: [name: string, aws: string, shape: (fields: FormPart[]) => FormPart[]][] = [
  ['file last', STORED, (fields) => [...fields, file]],
  // All parts after the file are ignored, also a required field.
  ['file first', '400 InvalidArgument, nothing stored', (fields) => [file, ...fields]],
  [
    'file in the middle',
    '400 InvalidArgument, nothing stored',
    (fields) => [
      ...fields.filter(({ name }) => name !== 'key'),
      file,
      ...fields.filter(({ name }) => name === 'key'),
    ],
  ],
  [
    'submit button after the file',
    STORED,
    (fields) => [...fields, file, { name: 'submit', value: 'Upload' }],
  ],
  ['second file after the file', STORED, (fields) => [...fields, file, { ...file, value: 'a second one' }]],
  [
    'file of another name before the file',
    '403 AccessDenied, nothing stored',
    (fields) => [...fields, { ...file, name: 'photo' }, file],
  ],
  ['file as text', STORED, (fields) => [...fields, { name: 'file', value: 'meow' }]],
  ['no file', '400 IncorrectNumberOfFilesInPostRequest, nothing stored', (fields) => fields],
  ['nothing at all', '400 IncorrectNumberOfFilesInPostRequest, nothing stored', () => []],
  ['file alone', '400 InvalidArgument, nothing stored', () => [file]],
  [
    'over 20 KB before the file',
    '400 MaxPostPreDataLengthExceeded, nothing stored',
    (fields) => [...fields, { name: 'x-ignore-me', value: 'x'.repeat(21_000) }, file],
  ],
]

const statuses: [asked: string | null, aws: string][] = [
  [null, '204, empty'],
  ['200', '200, empty'],
  ['201', '201, PostResponse'],
  ['204', '204, empty'],
  ['302', '204, empty'],
  ['cat', '204, empty'],
]

export const postFormCases: ConformanceCase[] = [
  ...shapes.map(([name, aws, shape]) => ({
    name: `POST form: ${name}`,
    aws,
    run: (context: CaseContext) => sendShape(context, shape),
  })),
  ...statuses.map(([asked, aws]) => ({
    name: `POST form: success_action_status ${asked}`,
    aws,
    run: async (context: CaseContext) => {
      const Fields: Record<string, string> = asked === null ? {} : { success_action_status: asked }
      const response = await sendForm(await signForm(context, { Fields }), 'meow')
      return `${statusOf(response)}, ${/<(PostResponse)[ >]/.exec(response.text)?.[1] ?? (response.text === '' ? 'empty' : response.text)}`
    },
  })),
  {
    name: 'POST form: success_action_redirect',
    aws: '303, ?from=form, bucket key etag',
    run: async (context) => {
      const target = 'http://page.example/done?from=form'
      const response = await sendForm(
        await signForm(context, { Fields: { success_action_redirect: target } }),
        'meow',
      )
      const location = response.headers.location ?? ''
      const named = ['bucket', 'key', 'etag'].filter((name) => new RegExp(`[?&]${name}=`).test(location))
      return `${statusOf(response)}, ${/\?from=form/.exec(location)?.[0]}, ${named.join(' ')}`
    },
  },
  {
    name: 'POST form: headers of the response',
    aws: 'etag location x-amz-request-id',
    run: async (context) =>
      headersNamed(await sendForm(await signForm(context), 'meow'), 'etag', 'location', 'x-amz-request-id'),
  },
  {
    name: 'POST form: document of 201',
    aws: 'Bucket and Key as sent, ETag "4a4be40c96ac6314e91d93f38043a634", Location with %2F',
    run: async (context) => {
      const { text } = await sendForm(
        await signForm(context, { Fields: { success_action_status: '201' } }),
        'meow',
      )
      const isSame = elementOf(text, 'Bucket') === context.bucket && elementOf(text, 'Key') === context.key
      const location = elementOf(text, 'Location') ?? ''
      const isEncoded = location.endsWith(`/${encodeURIComponent(context.key)}`)
      return `${isSame ? 'Bucket and Key as sent' : text}, ETag ${elementOf(text, 'ETag')}, Location ${isEncoded ? 'with %2F' : location}`
    },
  },
  {
    name: 'POST form: document of a refusal',
    aws: '403 with Code Message RequestId HostId',
    run: async (context) => {
      const form = await signForm(context, { Expires: -10 })
      const { status, text } = await sendForm(form, 'meow')
      const found = ['Code', 'Message', 'RequestId', 'HostId'].filter((name) => elementOf(text, name))
      return `${status} with ${found.join(' ')}`
    },
  },
  {
    name: 'POST form: replaces an existing object',
    aws: '204, woof',
    run: async (context) => {
      await sendForm(await signForm(context), 'meow')
      const response = await sendForm(await signForm(context), 'woof')
      const { Body } = await context.s3.send(
        new GetObjectCommand({ Bucket: context.bucket, Key: context.key }),
      )
      return `${statusOf(response)}, ${await Body?.transformToString()}`
    },
  },
  {
    name: 'POST form: a bucket that does not exist',
    aws: '404 NoSuchBucket',
    run: async (context) => {
      const form = await signForm({ ...context, bucket: 'no-such-bucket-here' })
      return statusOf(await sendForm(form, 'meow'))
    },
  },
  {
    name: 'POST form: no multipart/form-data',
    aws: '412 PreconditionFailed',
    run: async (context) =>
      statusOf(
        await exchange({
          method: 'POST',
          url: bucketUrl(context),
          headers: { 'content-type': 'text/plain' },
          body: 'meow',
        }),
      ),
  },
  {
    name: 'POST form: no boundary',
    aws: '400 MalformedPOSTRequest',
    run: async (context) =>
      statusOf(
        await exchange({
          method: 'POST',
          url: bucketUrl(context),
          headers: { 'content-type': 'multipart/form-data' },
          body: 'meow',
        }),
      ),
  },
  {
    name: 'POST form: no length',
    aws: '411 MissingContentLength',
    run: async (context) =>
      statusOf(
        await exchange({
          method: 'POST',
          url: bucketUrl(context),
          headers: { 'content-type': 'multipart/form-data; boundary=x', 'transfer-encoding': 'chunked' },
          body: '--x--\r\n',
        }),
      ),
  },
]
