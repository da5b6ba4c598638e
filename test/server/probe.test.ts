import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LocalAws, startLocalAws } from '../../demo/local/index.ts'
import type { UploadsOptions } from '../../server/index.ts'
import { uploadsProbe } from './support/api.ts'
import { startScriptedServer } from './support/scripted-server.ts'
import { required } from './support/upload-service.ts'

let aws: LocalAws
beforeAll(async () => {
  aws = await startLocalAws({ lambda: false })
})
afterAll(() => aws.close())

function probeOn(changes: Partial<UploadsOptions> = {}) {
  const { bucket, topicArn, region, s3Endpoint, snsEndpoint, accessKeyId, secretAccessKey } = aws
  return uploadsProbe({
    ...required,
    bucket,
    topicArn,
    region,
    endpoint: s3Endpoint,
    snsEndpoint,
    credentials: { accessKeyId, secretAccessKey },
    authorize: 'public',
    ...changes,
  })
}

describe('the probe', () => {
  it('finds nothing where everything works', async () => {
    expect(await probeOn()()).toEqual([])
  })

  it('names a bucket and a topic that do not exist', async () => {
    const sns = await startScriptedServer(({ body }) => {
      const status = body.includes('-gone') ? 404 : 200
      return { status, body: '<R><Error><Code>NotFound</Code></Error></R>' }
    })
    const routes = { film: { bucket: 'no-such-bucket', topicArn: `${aws.topicArn}-gone` } }
    expect(await probeOn({ routes, snsEndpoint: sns.url })()).toEqual([
      'Bucket no-such-bucket: It does not exist: check its name.',
      expect.stringContaining('-gone: The topic does not exist'),
    ])
    await sns.close()
  })

  it('says what credentials lack, and that a secret is missing', async () => {
    const faults = await probeOn({
      credentials: { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' },
      secret: () => Promise.reject(new Error('vault is down')),
    })()
    expect(faults[0]).toBe('The secret is not available.')
    expect(faults[1]).toContain('s3:ListBucket')
  })

  it('says that the region is wrong', async () => {
    const s3 = await startScriptedServer(() => ({ status: 301 }))
    expect((await probeOn({ endpoint: s3.url })())[0]).toContain('set the region')
    await s3.close()
  })
})
