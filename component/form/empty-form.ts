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
  if (stored < (minFiles || Number(required))) {
    return { flags: { valueMissing: true }, message: messages.valueMissing }
  }
  return { flags: {}, message: '' }
}
