import type { Env } from 'hono'
import { manifestKey } from '../../lambda/manifest.ts'
import type { UploadEvent } from '../../lambda/upload-event.ts'
import { itemSignal } from '../upload/item-signal.ts'
import { runHook } from './run-hook.ts'
import type { Caller, UploadContext } from './upload-context.ts'

/**
 * Whether an upload was announced by an earlier request: as the host's `claim` says, or else when the processor has begun
 * with it. Only a repeated completion needs that second look.
 *
 * @throws {UploadError} from `claim`. @throws {StorageError}
 */
export async function isAnnounced<E extends Env>(
  { settings, storage }: UploadContext<E>,
  caller: Caller,
  event: UploadEvent,
  isRepeated: boolean,
): Promise<boolean> {
  const { claim, derivedBucket, derivedPrefix, hookTimeoutMs } = settings
  if (claim !== undefined) return (await runHook(() => claim(event, caller.c), hookTimeoutMs)) === false
  if (!isRepeated) return false
  const manifest = { bucket: derivedBucket, key: manifestKey(derivedPrefix, event.id) }
  return (await storage.readText(manifest, itemSignal(caller.signal))) !== null
}
