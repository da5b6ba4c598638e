import { describe, expect, it } from 'vitest'
import { type AwsUnderTest, expectNothingStored, readResponse, startAws } from './aws-under-test.ts'
import {
  inTenMinutes,
  rawForm,
  type SignedForm,
  send,
  sendRaw,
  signForm,
  signPolicy,
  usualConditions,
} from './signed-form.ts'

describe('the syntax of a form', () => {
  const admitted = (aws: AwsUnderTest): SignedForm =>
    signPolicy(aws, {
      expiration: inTenMinutes(),
      conditions: [...usualConditions, ['starts-with', '$x-amz-meta-a', '']],
    })
  const partsOf = ({ fields }: SignedForm) => Object.entries(fields).map(([name, value]) => ({ name, value }))

  it.each([
    ['JSON', 'application/json', '{}', 412, 'PreconditionFailed'],
    ['no boundary', 'multipart/form-data', 'x', 400, 'MalformedPOSTRequest'],
    ['another boundary', 'multipart/form-data; boundary=other', rawForm([]), 400, 'MalformedPOSTRequest'],
    [
      'no parts',
      'multipart/form-data; boundary=BOUNDARY',
      rawForm([]),
      400,
      'IncorrectNumberOfFilesInPostRequest',
    ],
  ])('is refused: %s', async (_what, type, body, status, code) => {
    const aws = await startAws()
    const response = await fetch(`${aws.s3Endpoint}/uploads`, {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    })
    expect(await readResponse(response)).toMatchObject({ status, code })
  })

  it('is refused without a file', async () => {
    const aws = await startAws()
    const form = await signForm(aws)
    expect(await readResponse(await sendRaw(form.url, rawForm(partsOf(form))))).toMatchObject({
      status: 400,
      code: 'IncorrectNumberOfFilesInPostRequest',
    })
  })

  it('is refused if the file comes first, because later fields are ignored', async () => {
    const aws = await startAws()
    const form = await signForm(aws)
    const body = rawForm([{ name: 'file', value: 'meow', fileName: 'cat.png' }, ...partsOf(form)])
    const response = await readResponse(await sendRaw(form.url, body))
    expect(response).toMatchObject({ status: 400, code: 'InvalidArgument' })
    expect(response.message).toContain('named key')
    await expectNothingStored(aws)
  })

  it('is refused without its end', async () => {
    const aws = await startAws()
    const form = await signForm(aws)
    const body = rawForm([...partsOf(form), { name: 'file', value: 'meow', fileName: 'cat.png' }])
    const response = await readResponse(await sendRaw(form.url, body.slice(0, -20)))
    expect(response).toMatchObject({ status: 400, code: 'MalformedPOSTRequest' })
    await expectNothingStored(aws)
  })

  it('may have at most 20 KB of names and values before the file', async () => {
    const aws = await startAws()
    const form = await signForm(aws)
    const head = (padding: number) =>
      rawForm([
        { name: 'x-ignore-padding', value: 'p'.repeat(padding) },
        ...partsOf(form),
        { name: 'file', value: 'meow', fileName: 'cat.png' },
      ])
    const named = Object.entries({ 'x-ignore-padding': '', ...form.fields })
    const left = 20 * 1024 - Buffer.byteLength(named.flat().join(''))
    const right = await sendRaw(form.url, head(left))
    expect(right.status, await right.text()).toBe(204)
    const response = await readResponse(await sendRaw(form.url, head(left + 1)))
    expect(response).toMatchObject({ status: 400, code: 'MaxPostPreDataLengthExceeded' })
  })

  it('is refused with more than 2 KB of metadata or control characters in a value', async () => {
    const aws = await startAws()
    const { url, fields } = admitted(aws)
    const large = await readResponse(
      await send({ url, fields: { ...fields, 'x-amz-meta-a': 'm'.repeat(2048) } }),
    )
    expect(large).toMatchObject({ status: 400, code: 'MetadataTooLarge' })
    const split = await readResponse(
      await send({ url, fields: { ...fields, 'x-amz-meta-a': 'a\r\nSet-Cookie: b' } }),
    )
    expect(split).toMatchObject({ status: 400, code: 'InvalidArgument' })
    await expectNothingStored(aws)
  })

  it('needs a Content-Length', async () => {
    const aws = await startAws()
    const { url } = await signForm(aws)
    const body = new Blob(['--b--']).stream()
    const init = {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    }
    expect(await readResponse(await fetch(url, init))).toMatchObject({
      status: 411,
      code: 'MissingContentLength',
    })
  })

  it('is sent to a bucket: objects have no POST', async () => {
    const aws = await startAws()
    const { fields } = await signForm(aws)
    const response = await readResponse(
      await send({ url: `${aws.s3Endpoint}/uploads/photos/cat.png`, fields }),
    )
    expect(response).toMatchObject({ status: 501, code: 'NotImplemented' })
  })

  it('is refused for a bucket that does not exist', async () => {
    const aws = await startAws()
    const { fields } = await signForm(aws)
    const response = await readResponse(await send({ url: `${aws.s3Endpoint}/nowhere`, fields }))
    expect(response).toMatchObject({ status: 404, code: 'NoSuchBucket' })
  })
})
