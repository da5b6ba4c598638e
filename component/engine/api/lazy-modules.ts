/** What one photo does not need before its first byte is sent. */
import { LazyModule } from '../upload/lazy-module.ts'

/** Sending in parts. */
export const partsModule = new LazyModule(() => import('../storage/send-parts.ts'))

/** Checksums of whole files. */
export const hashModule = new LazyModule(() => import('../storage/sha256.ts'))

/** Waiting for variants: loaded while the first file is sent. */
export const statusModule = new LazyModule(() => import('./status-poller.ts'))
