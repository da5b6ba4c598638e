import type { UploadTotals } from '../engine/queue/upload-totals.ts'
import { nextFrame } from '../page/next-frame.ts'

/** Frames that drawing waits for the plans of a new batch, at most. */
const LAUNCH_FRAMES = 3

/** The next frame, so that all changes until then are drawn at once; or the first one after a new batch is being sent. */
export async function drawingFrame(counts: () => UploadTotals['counts']): Promise<void> {
  await nextFrame()
  for (let frame = 0; frame < LAUNCH_FRAMES; frame += 1) {
    const { preparing, uploading } = counts()
    if (preparing === 0 || uploading > 0) return
    await nextFrame()
  }
}
