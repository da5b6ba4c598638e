/** Loads what the engine loads late: a simulated clock does not wait for the disk. */
import { hashModule, partsModule, statusModule } from '../../../component/engine/api/lazy-modules.ts'
import { transformsModule } from '../../../component/engine/files/file-transforms.ts'

await Promise.all([hashModule, partsModule, statusModule, transformsModule].map((module) => module.load()))
