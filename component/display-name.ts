/** The one rule for names that are shown or carried as text, in element and API. Pure. */

/**
 * Controls and marks that reorder or hide text: a name must not draw over the page around it. The two joiners stay:
 * emoji and Persian are spelled with them.
 */
const INVISIBLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** A file name as display text: NFC, without characters that reorder, hide or break the text around it. */
export function displayName(name: string): string {
  return name.normalize('NFC').replace(INVISIBLE, '')
}
