/** The one rule for file names that are shown, for element and API. Pure. */

/** UTF-16 units; the limit of most file systems. */
const MAX_LENGTH = 255

/** Controls and line breaks: a space instead. */
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]/gu

/** Marks that reorder or hide text. The two joiners stay: emoji and Persian are spelled with them. */
const INVISIBLE = /(?![\u200c\u200d])\p{Cf}/gu

/** Halves of surrogate pairs, which no UTF-8 text can carry. */
const HALVES = /\p{Cs}/gu

/**
 * A file name as display text: NFC, nothing that reorders, hides or breaks the text around it, trimmed, at most 255
 * UTF-16 units with the extension kept. For texts only: such a name never becomes part of a key, header or path.
 */
export function displayName(name: string): string {
  const text = name
    .normalize('NFC')
    .replace(BREAKS, ' ')
    .replace(INVISIBLE, '')
    .replace(HALVES, '\ufffd')
    .trim()
  if (text.length <= MAX_LENGTH) return text
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(text)?.[0] ?? ''
  const stem = text.slice(0, MAX_LENGTH - extension.length - 1)
  // A cut through an emoji leaves a lone high surrogate.
  return `${stem.replace(/[\ud800-\udbff]$/, '')}…${extension}`
}
