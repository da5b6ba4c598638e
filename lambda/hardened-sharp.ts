/**
 * The only file that imports sharp. Sets libvips' switches before anything is decoded.
 *
 * Only these loaders, and only from memory: no SVG, no TIFF, no file paths, and no probe for gain maps (12 to 20 % of a
 * thumbnail's time).
 */
import sharp from 'sharp'

export type { Metadata, Sharp, SharpOptions } from 'sharp'
export { sharp }

const LOADERS = ['JpegBuffer', 'PngBuffer', 'WebpBuffer', 'NsgifBuffer', 'HeifBuffer']

sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: LOADERS.map((loader) => `VipsForeignLoad${loader}`) })
// The operation cache does not count decoders' memory: 1.5 GB after six large photos in a warm function.
sharp.cache(false)
