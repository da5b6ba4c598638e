import type { UploadTotals } from './engine/queue/upload-totals.ts'
import type { Uploader } from './engine/uploader.ts'
import type { UploadTally } from './form/upload-tally.ts'
import type { RowCommands } from './list/row-commands.ts'
import type { LookContext } from './looks/look.ts'
import type { Messages } from './text/messages.ts'
import type { UploaderProperties } from './uploader-properties.ts'

export interface LookSources {
  readonly uploader: Uploader
  readonly tally: UploadTally
  readonly totals: UploadTotals
  /** Files found in the folders that are being read; null while none is. */
  readonly found: number | null
  readonly commands: RowCommands
  readonly words: {
    readonly messages: Messages
    readonly language: string
    readonly disabled: boolean
  }
}

/** What a look draws beside the uploads, and what its buttons do. */
export function lookContext(
  { captionField, reorder, name }: UploaderProperties,
  { uploader, tally, totals, found, commands, words }: LookSources,
): LookContext {
  return {
    ...words,
    captionField,
    reorder,
    act: commands.act,
    setCaption: ({ id, metadata }, caption) => {
      if (captionField !== null) uploader.setMetadata(id, { ...metadata, [captionField]: caption })
    },
    summary: {
      ...words,
      totals,
      found,
      checking: uploader.checking,
      busy: uploader.busy,
      notStarted: tally.notStarted,
      paused: tally.paused,
      pausable: tally.pausable.length,
      retryable: tally.retryable.length,
      clearable: name === null && !words.disabled,
      act: (command) => commands.actOnAll(command, tally),
    },
  }
}
