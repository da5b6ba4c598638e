/** `<s3-uploader>` in the JSX of React 19: `import type {} from 's3-uploader-element/types/react'`. */
import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type { ElementAttributes, ElementProps, PlainListeners, S3UploaderElement } from './element-props.js'

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      's3-uploader': Omit<
        DetailedHTMLProps<HTMLAttributes<S3UploaderElement>, S3UploaderElement>,
        keyof ElementProps
      > &
        ElementProps &
        ElementAttributes &
        PlainListeners
    }
  }
}
