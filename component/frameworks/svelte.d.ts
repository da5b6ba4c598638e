/** `<s3-uploader>` in Svelte 5: `import type {} from 's3-uploader-element/types/svelte'`. */
import type { HTMLAttributes } from 'svelte/elements'
import type {
  ColonListeners,
  ElementAttributes,
  ElementProps,
  PlainListeners,
  S3UploaderElement,
} from './element-props.js'

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    's3-uploader': Omit<HTMLAttributes<S3UploaderElement>, keyof ElementProps> &
      ElementProps &
      ElementAttributes &
      PlainListeners &
      ColonListeners
  }
}
