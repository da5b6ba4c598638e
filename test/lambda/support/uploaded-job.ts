import { quarters } from './images.ts'
import { createHarness, uploadEvent } from './run-handler.ts'

/** 400 by 200, in four colours. */
export const jpeg = await quarters(400, 200).jpeg().toBuffer()

/** The job as the completion endpoint hands it over, with its object stored. */
export async function uploaded(
  bytes: Buffer = jpeg,
  contentType = 'image/jpeg',
  env: Record<string, string> = {},
) {
  const harness = createHarness(env)
  const etag = await harness.store.upload('incoming/u1', bytes, contentType)
  return { ...harness, etag, event: uploadEvent('u1', `"${etag}"`, { contentType }) }
}
