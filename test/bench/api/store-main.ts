/** `StoreProcess` starts it, with the folder of the stored objects. */
import { startLocalAws } from '../../../demo/local/index.ts'

const { environment } = await startLocalAws({ lambda: false, directory: process.argv[2] ?? '' })
process.send?.(environment)
process.once('disconnect', () => process.exit(0))
