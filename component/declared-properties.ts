import { LitElement } from 'lit'
import type { Declaration } from './attributes.ts'

/**
 * An element whose properties take any value: each reads what is assigned to it; see property-values.ts.
 *
 * @cssprop --s3u-accent - Buttons, progress, focus rings
 * @cssprop --s3u-on-accent - Text on the accent colour
 * @cssprop --s3u-surface - Background of drop zone, list and notices
 * @cssprop --s3u-surface-hover - The same under the pointer, and of thumbnails
 * @cssprop --s3u-text - Text
 * @cssprop --s3u-text-muted - Sizes, hints and icons
 * @cssprop --s3u-border - Borders of lists and notices, and lines between rows
 * @cssprop --s3u-edge - Borders that show where a control is: of the drop zone and of buttons
 * @cssprop --s3u-danger - Errors
 * @cssprop --s3u-success - The mark of a finished upload
 * @cssprop [--s3u-radius=12px] - Corners
 * @cssprop [--s3u-gap=12px] - Between drop zone, list and notices
 * @cssprop [--s3u-font=inherit] - As in `font`
 * @cssprop [--s3u-thumbnail-size=48px] - Width and height of thumbnails
 * @cssprop [--s3u-card-size=148px] - Width of the cards of a gallery at least, 120px or more
 * @cssprop [--s3u-avatar-size=96px] - Width and height of the round picture
 * @cssprop [--s3u-progress-height=4px] - Of progress bars
 * @cssprop [--s3u-list-max-height=none] - Of the list; 30rem by default for more than 50 files
 */
export class DeclaredProperties extends LitElement {
  constructor() {
    super()
    // Each declaration reads undefined as its default.
    for (const name of (this.constructor as typeof LitElement).elementProperties.keys())
      Reflect.set(this, name, undefined)
  }

  /**
   * Makes the accessors read what is assigned. Lit's hook for this, `getPropertyDescriptor`, is deprecated: each page would have
   * a warning in development.
   *
   * @internal
   */
  protected static override finalize(): void {
    // biome-ignore-start lint/complexity/noThisInStatic: of the class that it is called on.
    const isDone = Object.hasOwn(this, 'finalized')
    super.finalize()
    if (isDone) return
    for (const [name, { read }] of this.elementProperties as ReadonlyMap<PropertyKey, Partial<Declaration>>) {
      const set = Object.getOwnPropertyDescriptor(this.prototype, name)?.set
      if (set === undefined || read === undefined) continue
      Object.defineProperty(this.prototype, name, {
        set(value: unknown) {
          set.call(this, read(value))
        },
      })
    }
    // biome-ignore-end lint/complexity/noThisInStatic: of the class that it is called on.
  }
}
