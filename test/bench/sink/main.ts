/** The sink in a process of its own, separate from puppeteer. First argument: the site's folder. */
import { readFile } from 'node:fs/promises'
import { join, normalize } from 'node:path'
import { Sink } from './sink.ts'

const [folder = '.'] = process.argv.slice(2)
const sink = await Sink.start((name) => readFile(join(folder, normalize(`/${name}`))).catch(() => undefined))
process.on('disconnect', () => process.exit(0))
process.send?.({ siteUrl: sink.siteUrl, storageUrl: sink.storageUrl })
