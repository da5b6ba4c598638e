import { describe, expect, it } from 'vitest'
import { type AwsUnderTest, expectNothingStored, readAnswer, startAws } from './aws-under-test.ts'
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

describe('the form itself', () => {
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
    expect(await readAnswer(response)).toMatchObject({ status, code })
  })

  it('is refused without a file', async () => {
    const aws = await startAws()
    const form = await signForm(aws)
    expect(await readAnswer(await sendRaw(form.url, rawForm(partsOf(form))))).toMatchObject({
      status: 400,
      code: 'IncorrectNumberOfFilesInPostRequest',
    })
  })

  it('is refused when the file comes first, since later fields do not count', async () => {
    const aws = await startAws()
    const form = await signForm(aws)
    const body = rawForm([{ name: 'file', value: 'meow', fileName: 'cat.png' }, ...partsOf(form)])
    const answer = await readAnswer(await sendRaw(form.url, body))
    expect(answer).toMatchObject({ status: 400, code: 'InvalidArgument' })
    expect(answer.message).toContain('named key')
    await expectNothingStored(aws)
  })

  it('is refused without its end', async () => {
    const aws = await startAws()
    const form = await signForm(aws)
    const body = rawForm([...partsOf(form), { name: 'file', value: 'meow', fileName: 'cat.png' }])
    const answer = await readAnswer(await sendRaw(form.url, body.slice(0, -20)))
    expect(answer).toMatchObject({ status: 400, code: 'MalformedPOSTRequest' })
    await expectNothingStored(aws)
  })

  it('may have 20 KB of names and values in front of the file and no more', async () => {
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
    const answer = await readAnswer(await sendRaw(form.url, head(left + 1)))
    expect(answer).toMatchObject({ status: 400, code: 'MaxPostPreDataLengthExceeded' })
  })

  it('is refused with more than 2 KB of metadata or control characters in a value', async () => {
    const aws = await startAws()
    const { url, fields } = admitted(aws)
    const large = await readAnswer(
      await send({ url, fields: { ...fields, 'x-amz-meta-a': 'm'.repeat(2048) } }),
    )
    expect(large).toMatchObject({ status: 400, code: 'MetadataTooLarge' })
    const split = await readAnswer(
      await send({ url, fields: { ...fields, 'x-amz-meta-a': 'a\r\nSet-Cookie: b' } }),
    )
    expect(split).toMatchObject({ status: 400, code: 'InvalidArgument' })
    await expectNothingStored(aws)
  })

  it('needs a length', async () => {
    const aws = await startAws()
    const { url } = await signForm(aws)
    const body = new Blob(['--b--']).stream()
    const init = {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    }
    expect(await readAnswer(await fetch(url, init))).toMatchObject({
      status: 411,
      code: 'MissingContentLength',
    })
  })

  it('is for a bucket: an object has no POST', async () => {
    const aws = await startAws()
    const { fields } = await signForm(aws)
    const answer = await readAnswer(await send({ url: `${aws.s3Endpoint}/uploads/photos/cat.png`, fields }))
    expect(answer).toMatchObject({ status: 501, code: 'NotImplemented' })
  })

  it('finds no bucket where there is none', async () => {
    const aws = await startAws()
    const { fields } = await signForm(aws)
    const answer = await readAnswer(await send({ url: `${aws.s3Endpoint}/nowhere`, fields }))
    expect(answer).toMatchObject({ status: 404, code: 'NoSuchBucket' })
  })
})
