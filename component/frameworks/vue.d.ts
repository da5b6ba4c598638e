/** `<s3-uploader>` in templates of Vue 3: `import type {} from 's3-uploader-element/types/vue'`. */
import type { HTMLAttributes } from 'vue'
import type { CamelListeners, ElementAttributes, ElementProps } from './element-props.js'

declare module 'vue' {
  interface GlobalComponents {
    's3-uploader': new () => {
      $props: Omit<HTMLAttributes, keyof ElementProps | keyof CamelListeners> &
        ElementProps &
        ElementAttributes &
        CamelListeners
    }
  }
}
