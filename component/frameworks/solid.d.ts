/** `<s3-uploader>` in the JSX of Solid: `import type {} from 's3-uploader-element/types/solid'`. */
import type { JSX } from 'solid-js'
import type {
  ColonListeners,
  ColonProps,
  ElementAttributes,
  ElementProps,
  S3UploaderElement,
} from './element-props.js'

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      's3-uploader': Omit<JSX.HTMLAttributes<S3UploaderElement>, keyof ElementProps> &
        ElementProps &
        ElementAttributes &
        ColonProps &
        ColonListeners
    }
  }
}
