/** What a form sees of an element without uploads. Pure. */
import type { DropZoneMessages } from '../text/drop-zone-messages.ts'

export interface FormState {
  readonly flags: ValidityStateFlags
  readonly message: string
}

export interface FormNeeds {
  readonly required: boolean
  readonly minFiles: number
  /** Files that were given and are not in the list yet. */
  readonly checking: number
  readonly messages: DropZoneMessages
}

/** @param stored objects that the form would submit */
export function emptyForm({ required, minFiles, checking, messages }: FormNeeds, stored = 0): FormState {
  if (checking > 0) return { flags: { customError: true }, message: messages.busy }
  const needed = minFiles || Number(required)
  if (stored < needed) {
    const message = needed > 1 ? messages.tooFewFiles(needed) : messages.valueMissing
    return { flags: { [stored > 0 ? 'rangeUnderflow' : 'valueMissing']: true }, message }
  }
  return { flags: {}, message: '' }
}
