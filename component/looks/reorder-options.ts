import type { LitElement } from 'lit'

export interface ReorderHost extends LitElement {
  readonly reorder: boolean
}

/** What the module that moves files needs; loaded with the first element whose order can be changed. */
export interface ReorderOptions {
  readonly uploader: {
    /** In list order. */
    readonly uploads: readonly { readonly id: string; readonly name: string }[]
    move(id: string, index: number): boolean
  }
  /** Its `reveal` scrolls to a place of the list, and resolves when that is drawn. */
  readonly rows: { reveal(index: number): Promise<void> }
  messages(): {
    lifted(name: string): string
    moveCanceled(name: string): string
    spoken: { moved(name: string, place: number, count: number): string }
  }
  /** @param kind `moved` in place of what the change of the list would have said itself */
  speak(sentence: string, kind?: 'moved'): void
}
