#!/usr/bin/env node
/** `npx s3-uploader COMMAND`: each command is a module that runs when it is imported. */
import { createRequire } from 'node:module'
import { REPROCESS_USAGE } from '../../lambda/reprocess-usage.ts'
import { missingPackages } from './missing-packages.ts'
import { DOCTOR_USAGE, LOCAL_USAGE, RULES_USAGE, SEND_USAGE, SERVE_USAGE } from './usages.ts'

interface Command {
  readonly purpose: string
  /** Packages that only this command needs. */
  readonly needs: readonly string[]
  readonly usage: string
  /** Of a command that takes no other arguments; the others check theirs. */
  readonly flags?: readonly string[]
  run(): Promise<unknown>
}

const AWS = ['@aws-sdk/client-s3', '@aws-sdk/client-sns']
const SIGNING = ['@aws-sdk/s3-presigned-post', '@aws-sdk/s3-request-presigner']

const COMMANDS: Readonly<Record<string, Command>> = {
  serve: {
    purpose: 'runs the API, configured by the environment',
    needs: ['hono', '@hono/node-server', ...AWS, ...SIGNING],
    usage: SERVE_USAGE,
    flags: [],
    run: () => import('../../server/node.ts'),
  },
  send: {
    purpose: 'uploads files and folders from a shell or CI',
    needs: [],
    usage: SEND_USAGE,
    run: () => import('./send/send.ts'),
  },
  doctor: {
    purpose: 'tries a deployment and says what is wrong',
    needs: ['hono', ...AWS, ...SIGNING],
    usage: DOCTOR_USAGE,
    run: () => import('./doctor/doctor.ts'),
  },
  rules: {
    purpose: 'prints the CORS, lifecycle and policies that AWS needs',
    needs: ['hono', ...AWS, ...SIGNING],
    usage: RULES_USAGE,
    run: () => import('./rules/rules.ts'),
  },
  local: {
    purpose: 'runs an S3, SNS and Lambda host for tests',
    needs: ['busboy', 'fast-xml-parser', 'sharp', 'thumbhash', '@aws-sdk/client-s3'],
    usage: LOCAL_USAGE,
    flags: ['--foreground'],
    run: () => import('../local/main.ts'),
  },
  reprocess: {
    purpose: 'makes the images of stored uploads again',
    needs: ['@aws-sdk/client-s3', 'sharp', 'thumbhash'],
    usage: REPROCESS_USAGE,
    run: () => import('../../lambda/reprocess-command.ts'),
  },
}

const isHelp = (argument: string) => argument === '--help' || argument === '-h'

function overview(): string {
  const lines = Object.entries(COMMANDS).map(([name, { purpose }]) => `  ${name.padEnd(10)} ${purpose}`)
  return `Usage: s3-uploader COMMAND [OPTIONS]\n\n${lines.join('\n')}\n\ns3-uploader COMMAND --help lists its options; --version prints the version of the package.\n`
}

function version(): string {
  return createRequire(import.meta.url)('s3-uploader-element/package.json').version
}

function refuse(message: string, usage: string): void {
  process.stderr.write(`${message}\n${usage}`)
  process.exitCode = 2
}

async function main(): Promise<void> {
  const [name, ...args] = process.argv.slice(2)
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) {
    if (name === undefined || name === 'help' || isHelp(name)) process.stdout.write(overview())
    else if (name === '--version') process.stdout.write(`${version()}\n`)
    else refuse(`There is no command ${JSON.stringify(name)}.`, overview())
    return
  }
  const { flags, usage } = command
  // Also where its packages are missing. What follows `--` are names of files.
  const end = args.indexOf('--')
  if (args.slice(0, end === -1 ? args.length : end).some(isHelp)) {
    process.stdout.write(usage)
    return
  }
  const unknown = flags && args.find((argument) => !flags.includes(argument))
  if (unknown !== undefined) {
    refuse(`Unknown option ${JSON.stringify(unknown)}`, `\n${usage}`)
    return
  }
  const missing = missingPackages(command.needs)
  if (missing.length > 0) {
    process.stderr.write(
      `s3-uploader ${name} needs packages that are not installed: npm install ${missing.join(' ')}\n`,
    )
    process.exitCode = 1
    return
  }
  // The commands read the arguments that follow the script.
  process.argv.splice(2, process.argv.length, ...args)
  await command.run()
}

await main()
