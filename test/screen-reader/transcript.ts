import { expect } from 'vitest'

/** How far an upload is when the test reads it depends on the machine; so does what Orca says of progress bars. */
const PROGRESS = /^(\d+ percent|\d+% uploaded|Progress bar .*)\.$/

/** Compares what was heard with the transcript beside this file, a sentence a line. */
export function expectTranscript(name: string, ...heard: readonly (readonly string[])[]): Promise<void> {
  const lines = heard.flat().flatMap(sentences)
  return expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`transcripts/${name}.txt`)
}

/** Which sentences the live region says together depends on the machine. */
export function sentences(text: string): string[] {
  return text
    .split(/(?<=\.) (?=\S)/)
    .filter((sentence) => !PROGRESS.test(sentence))
    .map((sentence) =>
      sentence
        .replace(/\.$/, '')
        .replace(/\d+(\.\d+)?(?=%| MB)/g, '#')
        .replace('0 bytes', '# MB')
        .replace(/(, | · )[^,·]* left/g, ''),
    )
}

/** Each sentence once: a browser's own message about a form comes before or after what the focus has Orca say. */
export function withoutRepetition(heard: readonly string[]): string[] {
  return [...new Set(heard.flatMap(sentences))].filter((sentence) => sentence !== 'alert')
}
