/** What a form sees of the uploads. Pure. */
import type { Messages } from '../text/messages.ts'
import { emptyForm, type FormNeeds, type FormState } from './empty-form.ts'
import type { UploadTally } from './upload-tally.ts'

export interface UploadsFormNeeds extends FormNeeds {
  readonly messages: Messages
  readonly maxFiles?: number | undefined
}

/** Processing does not make the form invalid: it goes on at the server when the page is gone. */
export function formState(tally: UploadTally, needs: UploadsFormNeeds): FormState {
  const { messages, checking } = needs
  const { moving, offline, notStarted, paused, failed, keys } = tally
  const invalid = (message: string): FormState => ({ flags: { customError: true }, message })
  if (checking + moving > 0) {
    return invalid(checking === 0 && offline === moving ? messages.waitsForNetwork : messages.busy)
  }
  if (notStarted > 0) return invalid(messages.notStarted)
  if (failed > 0) return invalid(messages.someFailed)
  if (paused > 0) return invalid(messages.somePaused)
  const { maxFiles = Number.POSITIVE_INFINITY } = needs
  if (keys.length > maxFiles)
    return { flags: { rangeOverflow: true }, message: messages.tooManyFiles(maxFiles) }
  return emptyForm(needs, keys.length)
}
