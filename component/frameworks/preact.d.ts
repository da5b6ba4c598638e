/** `<s3-uploader>` in the JSX of Preact: `import type {} from 's3-uploader-element/types/preact'`. */
import type { HTMLAttributes } from 'preact'
import type { ElementAttributes, ElementProps, PlainListeners, S3UploaderElement } from './element-props.js'

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      's3-uploader': Omit<HTMLAttributes<S3UploaderElement>, keyof ElementProps> &
        ElementProps &
        ElementAttributes &
        PlainListeners
    }
  }
}
