#!/usr/bin/env node
/** The command of the package: `npx s3-uploader serve` runs the API, configured by the environment. */
const [command] = process.argv.slice(2)

if (command === 'serve') {
  await import('./node.ts')
} else {
  process.stderr.write('Usage: s3-uploader serve\nThe environment configures it: see server/README.md.\n')
  process.exit(command === undefined || command === '--help' ? 0 : 1)
}
