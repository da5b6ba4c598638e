/**
 * Controls and marks that reorder or hide text: a name must not draw over the page around it. The two joiners stay,
 * since emoji and Persian are spelt with them.
 */
const INVISIBLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** A file name as it may be shown: the same letters, none of the tricks. */
export function displayName(name: string): string {
  return name.normalize('NFC').replace(INVISIBLE, '')
}
