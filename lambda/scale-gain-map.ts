import type { GainMap } from './gain-map.ts'
import { type Sharp, sharp } from './hardened-sharp.ts'
import type { PlannedVariant } from './variant-plan.ts'

/** Of the variant's sides: gain maps are smooth, phones write them at a quarter to a half. */
const SCALE = 0.5
/** Quality of gain maps, 1 to 100: their errors are multiplied. */
const QUALITY = 85

/** Whether a gain map can follow what is done to this variant's pixels. */
export function canKeepGainMap({ spec, crop }: PlannedVariant): boolean {
  return crop !== null && spec.fit !== 'contain' && !spec.watermark
}

/** The gain map in a variant's crop and orientation. */
export async function scaleGainMap(
  map: GainMap,
  { scaledWidth, scaledHeight, width, height, crop }: PlannedVariant,
  orientation: number,
): Promise<GainMap> {
  const upright = await turn(sharp(map.jpeg), orientation).png({ compressionLevel: 1 }).toBuffer()
  let image = sharp(upright).resize(scaledWidth, scaledHeight, { fit: 'fill' })
  if (crop !== null) image = image.extract({ ...crop, width, height })
  const cropped = await image.png({ compressionLevel: 1 }).toBuffer()
  const jpeg = await sharp(cropped)
    .resize(Math.ceil(width * SCALE), Math.ceil(height * SCALE), { fit: 'fill' })
    .jpeg({ quality: QUALITY })
    .toBuffer()
  return { ...map, jpeg }
}

/** Applies an EXIF orientation. libvips mirrors before it turns. */
function turn(image: Sharp, orientation: number): Sharp {
  const turned: Record<number, () => Sharp> = {
    2: () => image.flop(),
    3: () => image.rotate(180),
    4: () => image.flip(),
    5: () => image.flop().rotate(270),
    6: () => image.rotate(90),
    7: () => image.flop().rotate(90),
    8: () => image.rotate(270),
  }
  return turned[orientation]?.() ?? image
}
