/** Code in the pages compiles, parses and names what exists. */
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { S3UploaderElement } from '../../component/s3-uploader.ts'
import { compileBlocks, isCompiled } from './compile-blocks.ts'
import { type CodeBlock, codeBlocks, moduleScripts, read, shippedBlocks } from './shipped-pages.ts'

const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'))
const block = (language: string, code: string): CodeBlock => ({
  page: 'page.md',
  line: 10,
  language,
  code,
  notCompiled: null,
})
const at = ({ page, line }: CodeBlock) => `${page}:${line}`
const inLanguage = (language: string) =>
  shippedBlocks.filter((one) => one.language === language).map((one) => [at(one), one] as const)

describe('TypeScript, JavaScript and module scripts', () => {
  it('compile against the sources, and the check finds what does not', async () => {
    const wrong = [
      block('ts', "import { upload } from 's3-uploader-element/server'\nupload({})"),
      block('js', 'element.maxFilesize = 5'),
      block(
        'html',
        '<p></p>\n<script type="module">\n  document.querySelector("s3-uploader").start()\n</script>',
      ),
    ]
    const faults = await compileBlocks([...shippedBlocks.filter(isCompiled), ...wrong])
    expect(faults.filter((fault) => !fault.startsWith('page.md:'))).toEqual([])
    expect(faults.map((fault) => fault.replace(/error TS\d+: (.{40}).*$/s, '$1')).sort()).toEqual([
      expect.stringMatching(/page.md:10: .*server.* has no ex/),
      expect.stringContaining("page.md:10: Property 'maxFilesize' does not exist"),
      expect.stringContaining("page.md:12: Property 'start' does not exist"),
    ])
  }, 180_000)

  it('say why, where they are not compiled', () => {
    for (const { notCompiled } of shippedBlocks)
      if (notCompiled !== null) expect(notCompiled).toMatch(/\w+ \w+/)
  })

  it('are found with their page and line', () => {
    const page = 'a\n\n```ts\nx\n```\n\n<!-- not compiled: needs Angular -->\n```ts\ny\n```\n'
    expect(codeBlocks('p.md', page)).toEqual([
      { page: 'p.md', line: 4, language: 'ts', code: 'x\n', notCompiled: null },
      { page: 'p.md', line: 9, language: 'ts', code: 'y\n', notCompiled: 'needs Angular' },
    ])
    expect(shippedBlocks.filter(isCompiled).length).toBeGreaterThan(20)
  })

  it('are taken from HTML at the line where they are', () => {
    expect(moduleScripts('<p>\n<script type="module">\nx()\n</script>\n</p>').split('\n')[2]).toBe('x()')
  })
})

describe('HTML', () => {
  it.each(inLanguage('html'))('%s names attributes that the element has', (_where, { code }) => {
    const own = new Set([...S3UploaderElement.observedAttributes, 'id', 'class', 'lang', 'style', 'slot'])
    const value = /="[^"]*"|='[^']*'/.source
    const tags = code.matchAll(new RegExp(`<s3-uploader((?:\\s+[\\w-]+(?:${value})?)*)\\s*>`, 'g'))
    const lists = [...tags].map(([, list = '']) => list)
    expect(lists.length).toBe(code.match(/<s3-uploader\b/g)?.length ?? 0)
    const named = lists.flatMap((list) => list.replaceAll(new RegExp(value, 'g'), '').match(/[\w-]+/g) ?? [])
    expect(named.filter((name) => !own.has(name))).toEqual([])
  })
})

describe('JSON', () => {
  it.each(inLanguage('json'))('%s parses', (_where, { code }) => {
    expect(() => JSON.parse(code)).not.toThrow()
  })
})

/** The commands of the package's own program. */
const commands = [...read('demo/command/bin.ts').matchAll(/^ {2}(\w+): \{$/gm)].map(([, name = '']) => name)

/** Options of the package's commands, wherever they are read. */
const optionSources = [
  'demo/command/send/send-options.ts',
  'demo/command/doctor/doctor-options.ts',
  'demo/command/rules/rules.ts',
  'lambda/reprocess-command.ts',
  'demo/aws/command-options.ts',
  'demo/aws/deploy-command.ts',
  'demo/aws/destroy-command.ts',
  'demo/aws/redrive-command.ts',
  'demo/aws/build-command.ts',
].map(read)
const hasOption = (name: string) =>
  optionSources.some((source) =>
    new RegExp(`(^|\\s|')(${name}|'${name}')'?: \\{|--${name}\\b`, 'm').test(source),
  )

describe('shell', () => {
  const blocks = inLanguage('sh')

  it('is valid, all blocks in one run', () => {
    const functions = blocks.map(
      ([, { code }], index) => `block${index}() {\n${code.replaceAll('…', 'x')}\n}`,
    )
    expect(() => execFileSync('bash', ['-n'], { input: functions.join('\n'), stdio: 'pipe' })).not.toThrow()
  })

  it.each(blocks)('%s names scripts, commands and options that exist', (_where, { code }) => {
    for (const [, name = ''] of code.matchAll(/npm run (?:-s )?([\w:-]+)/g))
      expect(scripts).toHaveProperty([name])
    for (const [line, name = ''] of code.matchAll(/npx s3-uploader-element ([\w-]+).*/g)) {
      if (name !== '--help') expect(commands).toContain(name)
      for (const [, option = ''] of line.replace(/#.*/, '').matchAll(/ --([\w-]+)/g)) {
        expect(option === 'help' || hasOption(option), `--${option}`).toBe(true)
      }
    }
    for (const [line] of code.matchAll(/npm run (?:deploy|destroy|redrive|reprocess).*/g)) {
      for (const [, option = ''] of line.replace(/#.*/, '').matchAll(/ --([a-z][\w-]+)/g)) {
        expect(hasOption(option), `--${option}`).toBe(true)
      }
    }
  })

  it('has no option that does not exist', () => {
    expect(hasOption('no-such-option')).toBe(false)
    expect(commands).toEqual(['serve', 'send', 'doctor', 'rules', 'local', 'reprocess'])
  })
})
