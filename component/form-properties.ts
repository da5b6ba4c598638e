import { DeclaredProperties } from './declared-properties.ts'
import type { GivenStoredFile } from './engine/upload/stored-file.ts'
import type { ValueFormat } from './form/form-entries.ts'

/** What a page can set on the element as on any form control; declared to Lit in uploader-properties.ts. */
export class FormProperties extends DeclaredProperties {
  /**
   * The form submits one object key for each stored file under this name.
   * @attr name
   * @reflect
   * @default null
   */
  declare name: string | null
  /**
   * The form needs at least one stored file.
   * @attr required
   * @default false
   */
  declare required: boolean
  /**
   * Takes no files, and the form ignores it.
   * @attr disabled
   * @reflect
   * @default false
   */
  declare disabled: boolean
  /**
   * Shows the list, changes nothing.
   * @attr readonly
   * @default false
   */
  declare readonly: boolean
  /**
   * What the form submits: `keys`, an entry for each file, or `json`, one list of `{key, name, size, type, metadata}`.
   * @attr value-format
   * @default 'keys'
   */
  declare valueFormat: ValueFormat
  /**
   * Files that are stored already, as keys, objects or JSON of both: the list until the visitor or `value` changes it.
   * @attr value
   */
  declare defaultFiles: string | readonly GivenStoredFile[] | null | undefined
}
