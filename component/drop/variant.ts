/** How an element looks; what it does is the same. `dropzone` is an older name of `list`. */
export type Variant = 'list' | 'gallery' | 'compact' | 'button' | 'avatar'
