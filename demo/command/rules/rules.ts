/** `s3-uploader rules`: the JSON that AWS needs for the options in the environment. `--help` lists the options. */
import { UsageError } from '../usage-error.ts'
import { RULES_USAGE } from '../usages.ts'
import { rulesOf } from './rules-of.ts'

try {
  const rules = rulesOf(process.argv.slice(2), process.env)
  process.stdout.write(`${JSON.stringify(rules, null, 2)}\n`)
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`${error.message}\n\n${RULES_USAGE}`)
  process.exitCode = 2
}
