import type { Finding } from './finding.ts'

const MARKS = { ok: 'ok     ', warning: 'warning', failure: 'FAILURE', skipped: 'skipped' } as const

/** For people: one paragraph for each finding, with what to paste. */
export function printedFindings(findings: readonly Finding[], left: readonly string[]): string {
  const paragraphs = findings.map(({ outcome, check, detail, visitor, change, document }) => {
    const lines = [`${MARKS[outcome]}  ${check.padEnd(22)}  ${detail}`]
    if (visitor !== undefined) lines.push(`         A visitor sees: ${visitor}`)
    if (change !== undefined) lines.push(`         Change: ${change}`)
    if (document !== undefined) lines.push(indented(JSON.stringify(document, null, 2)))
    return lines.join('\n')
  })
  const count = (outcome: Finding['outcome']) => findings.filter((each) => each.outcome === outcome).length
  const summary = `${count('failure')} failures, ${count('warning')} warnings, ${count('ok')} ok, ${count('skipped')} skipped.`
  const rest =
    left.length === 0 ? [] : [`Left in the bucket, to be removed by one who may: ${left.join(', ')}`]
  return `${[...paragraphs, ...rest, summary].join('\n')}\n`
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '         ')
}
