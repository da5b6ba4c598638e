import type { Messages } from '../text/messages.ts'
import { type Announced, announcement } from './announcement.ts'

/** Remembers what the live region said last, and of what. */
export class Announcer {
  #before: Announced
  #spoken = ''

  constructor(before: Announced) {
    this.#before = before
  }

  get spoken(): string {
    return this.#spoken
  }

  say(sentence: string): void {
    this.#spoken = sentence
  }

  update(now: Announced, messages: Messages, language: string | undefined): void {
    this.#spoken = announcement(this.#before, now, messages, language) ?? this.#spoken
    this.#before = now
  }
}
