/** Fields of a form about its object: name, attributes, digests, tags. */

import { createHash } from 'node:crypto'
import { GetObjectTaggingCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import type { CaseContext, ConformanceCase } from '../conformance-case.ts'
import { type FormPart, formParts, sendForm, sendParts, signForm } from '../form-upload.ts'
import { statusOf, storedAt } from '../observe.ts'

const file: FormPart = { name: 'file', value: 'meow', fileName: 'cat.png' }

const STORED = '204, stored 4 bytes of binary/octet-stream'

/** Case name, file name, and the end of the resulting key. */
const fileNames: [name: string, fileName: string, ending: string][] = [
  ['a plain name', 'cat.png', 'cat.png'],
  ['a folder', 'dir/cat.png', 'cat.png'],
  ['a Windows path', 'C:\\photos\\cat.png', 'cat.png'],
  ['characters that are special to patterns', `$& $1 \${key}.png`, `$& $1 \${key}.png`],
  ['Unicode', '東京 🦊 é.png', '東京 🦊 é.png'],
]

const keys: [name: string, ending: string][] = [
  ['spaces, plus and percent', 'a b+c%20d'],
  ['Unicode', '東京/🦊/é'],
  ['characters that are special to XML', '<a>&"b\''],
  ['dots and slashes', 'a//b/../c/./d'],
  ['characters that are special to URLs', '?a=b&c#d;e,f:g@h!$()*~[]'],
  ['a backslash', 'a\\b'],
]

const attributes: [
  name: string,
  aws: string,
  fields: Record<string, string>,
  read: (head: Record<string, unknown>) => unknown,
][] = [
  ['Cache-Control', '204, max-age=60', { 'Cache-Control': 'max-age=60' }, (head) => head.CacheControl],
  [
    'Content-Disposition',
    '204, attachment',
    { 'Content-Disposition': 'attachment' },
    (head) => head.ContentDisposition,
  ],
  [
    'metadata',
    '204, {"owner":"ann"}',
    { 'x-amz-meta-owner': 'ann' },
    (head) => JSON.stringify(head.Metadata),
  ],
  [
    'metadata with white space and comma',
    '204, {"owner":"ann, bob  eve"}',
    { 'x-amz-meta-owner': 'ann, bob  eve' },
    (head) => JSON.stringify(head.Metadata),
  ],
]

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64')

const md5 = (text: string) => createHash('md5').update(text).digest('base64')

const digests: [name: string, aws: string, fields: Record<string, string>][] = [
  [
    'right SHA-256',
    STORED,
    { 'x-amz-checksum-algorithm': 'SHA256', 'x-amz-checksum-sha256': sha256('meow') },
  ],
  [
    'wrong SHA-256',
    '400 BadDigest, nothing stored',
    { 'x-amz-checksum-algorithm': 'SHA256', 'x-amz-checksum-sha256': sha256('woof') },
  ],
  ['SHA-256 that is invalid', '400 InvalidRequest, nothing stored', { 'x-amz-checksum-sha256': 'woof' }],
  ['right MD5', STORED, { 'Content-MD5': md5('meow') }],
  ['wrong MD5', '400 BadDigest, nothing stored', { 'Content-MD5': md5('woof') }],
]

const tagging = '<Tagging><TagSet><Tag><Key>kind</Key><Value>cat</Value></Tag></TagSet></Tagging>'

const tag = (key: string) => `<Tag><Key>${key}</Key><Value>cat</Value></Tag>`

const badTaggings: [name: string, aws: string, tagging: string][] = [
  ['that is no XML', '400 MalformedXML, nothing stored', 'kind=cat'],
  ['of another document', '400 MalformedXML, nothing stored', '<Tags><Tag/></Tags>'],
  [
    'with a key twice',
    '400 InvalidTag, nothing stored',
    `<Tagging><TagSet>${tag('a')}${tag('a')}</TagSet></Tagging>`,
  ],
  [
    'of eleven',
    '400 BadRequest, nothing stored',
    `<Tagging><TagSet>${[...'abcdefghijk'].map(tag).join('')}</TagSet></Tagging>`,
  ],
]

const unsigned: [name: string, fields: Record<string, string>][] = [
  ['a checksum', { 'x-amz-checksum-sha256': sha256('meow') }],
  ['tagging', { tagging }],
]

export const postAttributeCases: ConformanceCase[] = [
  ...fileNames.map(([name, fileName, ending]) => ({
    name: `POST form: \${filename} of ${name}`,
    aws: STORED,
    run: async (context: CaseContext) => {
      const form = await signForm(context, { Key: `${context.key}/\${filename}` })
      const response = await sendParts(form.url, [...formParts(form), { ...file, fileName }])
      return `${statusOf(response)}, ${await storedAt(context, `${context.key}/${ending}`)}`
    },
  })),
  ...keys.map(([name, ending]) => ({
    name: `POST form: key with ${name}`,
    aws: STORED,
    run: async (context: CaseContext) => {
      const key = `${context.key}/${ending}`
      const response = await sendForm(await signForm(context, { Key: key }), 'meow')
      return `${statusOf(response)}, ${await storedAt(context, key)}`
    },
  })),
  {
    name: 'POST form: key of 1025 bytes',
    aws: '400 KeyTooLongError',
    run: async (context) =>
      statusOf(await sendForm(await signForm(context, { Key: context.key.padEnd(1025, 'k') }), 'meow')),
  },
  ...attributes.map(([name, aws, Fields, read]) => ({
    name: `POST form: keeps ${name}`,
    aws,
    run: async (context: CaseContext) => {
      const response = await sendForm(await signForm(context, { Fields }), 'meow')
      const head = await context.s3.send(new HeadObjectCommand({ Bucket: context.bucket, Key: context.key }))
      return `${statusOf(response)}, ${read({ ...head })}`
    },
  })),
  {
    name: 'POST form: Unicode in metadata comes back as an RFC 2047 word',
    aws: '204, =?UTF-8?B?5p2x5Lqs?=',
    run: async (context) => {
      const response = await sendForm(
        await signForm(context, { Fields: { 'x-amz-meta-place': '東京' } }),
        'meow',
      )
      const head = await context.s3.send(new HeadObjectCommand({ Bucket: context.bucket, Key: context.key }))
      return `${statusOf(response)}, ${head.Metadata?.place}`
    },
  },
  {
    name: 'POST form: over 2 KB of metadata',
    aws: '400 MetadataTooLarge, nothing stored',
    run: async (context) => {
      const form = await signForm(context, { Fields: { 'x-amz-meta-long': 'x'.repeat(2050) } })
      return `${statusOf(await sendForm(form, 'meow'))}, ${await storedAt(context)}`
    },
  },
  ...digests.map(([name, aws, Fields]) => ({
    name: `POST form: ${name}`,
    aws,
    run: async (context: CaseContext) =>
      `${statusOf(await sendForm(await signForm(context, { Fields }), 'meow'))}, ${await storedAt(context)}`,
  })),
  ...unsigned.map(([name, field]) => ({
    name: `POST form: ${name} that no condition names`,
    aws: '403 AccessDenied, nothing stored',
    run: async (context: CaseContext) => {
      const { url, fields } = await signForm(context)
      const response = await sendForm({ url, fields: { ...fields, ...field } }, 'meow')
      return `${statusOf(response)}, ${await storedAt(context)}`
    },
  })),
  ...badTaggings.map(([name, aws, tagging]) => ({
    name: `POST form: tagging ${name}`,
    aws,
    run: async (context: CaseContext) => {
      const response = await sendForm(await signForm(context, { Fields: { tagging } }), 'meow')
      return `${statusOf(response)}, ${await storedAt(context)}`
    },
  })),
  {
    name: 'POST form: tagging',
    aws: '204, kind=cat',
    run: async (context) => {
      const response = await sendForm(await signForm(context, { Fields: { tagging } }), 'meow')
      if (response.status >= 300) return statusOf(response)
      const { TagSet = [] } = await context.s3.send(
        new GetObjectTaggingCommand({ Bucket: context.bucket, Key: context.key }),
      )
      return `${statusOf(response)}, ${TagSet.map(({ Key, Value }) => `${Key}=${Value}`).join()}`
    },
  },
]
