/** Why a file was not taken. */

/** Pixels, as displayed: the EXIF orientation is applied. */
export interface ImageSize {
  readonly width: number
  readonly height: number
}

/** Bounds in pixels, for raster images alone. */
export interface DimensionRules {
  minWidth?: number | undefined
  maxWidth?: number | undefined
  minHeight?: number | undefined
  maxHeight?: number | undefined
}

export type DimensionRule = keyof DimensionRules

/** The rule that a file breaks. `limit` is the broken limit in bytes, files or pixels. */
export type Reason =
  | {
      readonly code: 'file-too-small' | 'file-too-large' | 'too-many-files' | 'total-too-large'
      readonly limit: number
    }
  /** A dropped folder has more files than are read; none of it is taken. `file` is an empty stand-in of its name. */
  | { readonly code: 'folder-too-large'; readonly limit: number }
  /** `file-unreadable`: the browser cannot read it. `web-link`: of a web page. `file` is an empty stand-in of its name. */
  | { readonly code: 'file-unreadable' | 'web-link'; readonly limit: undefined }
  | {
      readonly code: 'unsupported-content-type' | 'duplicate-file' | 'file-changed' | 'validator-timeout'
      readonly limit: undefined
    }
  /** `found` is the media type of the content, `''` where it is unknown. */
  | {
      readonly code: 'type-mismatch'
      readonly limit: undefined
      readonly declared: string
      readonly found: string
    }
  /** `size` is null where the header does not tell it. */
  | {
      readonly code: 'image-dimensions'
      readonly limit: number
      readonly rule: DimensionRule
      readonly size: ImageSize | null
    }
  /** `message` is the validator's sentence; where the validator threw, there is a `cause` instead. */
  | {
      readonly code: 'rejected'
      readonly limit: undefined
      readonly message: string | undefined
      readonly cause?: unknown
    }

export type Rejection = Reason & { readonly file: File }
