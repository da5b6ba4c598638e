/** `npm run build:aws`: writes the functions' zips into `dist/aws` and prints their sizes. */
import { buildFunctions, MOST_BYTES } from './build-functions.ts'

for (const { name, bytes, sha256 } of await buildFunctions()) {
  const path = `dist/aws/${name}.zip`.padEnd(22)
  const sizes = `${kilobytes(bytes)} of at most ${kilobytes(MOST_BYTES[name])}`
  process.stdout.write(`${path}${sizes}, sha256 ${sha256.slice(0, 16)}\n`)
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`
}
