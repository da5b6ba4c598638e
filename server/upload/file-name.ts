const longest = 255

// Control characters, and the marks that make `gpj.exe` read as `exe.jpg`. Joiners stay: emoji are built with them.
const unsafe = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu

/**
 * A client's file name as display text: control and direction-override characters and halves of surrogate pairs gone,
 * at most 255 UTF-16 units, the extension kept. It travels in the ticket and the event and never becomes part of a key, header or path.
 */
export function displayName(name: string): string {
  const text = new TextDecoder().decode(new TextEncoder().encode(name.replace(unsafe, ' '))).trim()
  if (text.length <= longest) return text
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(text)?.[0] ?? ''
  const stem = text.slice(0, longest - extension.length - 1)
  // A cut through an emoji leaves a lone high surrogate.
  return `${stem.replace(/[\ud800-\udbff]$/, '')}…${extension}`
}
