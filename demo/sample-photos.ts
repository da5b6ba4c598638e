/** Three pictures of a bicycle on tour, painted here: 1,800 × 1,200 JPEG files with the grain of a camera. */
import { paintBicycle } from './paint-bicycle.ts'
import { addGrain, paintScenery, type Scenery } from './paint-scenery.ts'

const WIDTH = 1800
const HEIGHT = 1200

interface Photo {
  readonly name: string
  readonly scenery: Scenery
  /** Of the bicycle: the middle between its wheels on the ground, and its wheelbase, in pixels. */
  readonly bicycle: { readonly x: number; readonly y: number; readonly size: number }
  readonly paint: string
}

const PHOTOS: readonly Photo[] = [
  {
    name: 'morning-pass.jpg',
    scenery: {
      seed: 7,
      sky: ['#4f86c6', '#a9cbe8', '#fbe3c0'],
      sun: { x: 0.74, y: 0.36, colour: '#fff3d6' },
      hills: ['#a3b6c9', '#7d97ad', '#5a7a8c', '#3f6266'],
      ground: ['#6f8f4e', '#3d5a2c'],
      water: false,
    },
    bicycle: { x: 690, y: 1050, size: 520 },
    paint: '#c8382e',
  },
  {
    name: 'harbour-evening.jpg',
    scenery: {
      seed: 23,
      sky: ['#2a2f63', '#c1577a', '#fdb66a'],
      sun: { x: 0.34, y: 0.47, colour: '#ffe3a3' },
      hills: ['#8d5578', '#5f406b', '#3d2f57'],
      ground: ['#4a4250', '#201c2b'],
      water: true,
    },
    bicycle: { x: 1150, y: 1090, size: 560 },
    paint: '#e8a33d',
  },
  {
    name: 'lake-and-hills.jpg',
    scenery: {
      seed: 41,
      sky: ['#76a9c9', '#cfe3ea', '#f4f1e4'],
      sun: { x: 0.18, y: 0.2, colour: '#ffffff' },
      hills: ['#b5c8cc', '#86a7a4', '#55827a', '#2f5d55'],
      ground: ['#b79f6b', '#7a6540'],
      water: true,
    },
    bicycle: { x: 900, y: 1090, size: 470 },
    paint: '#1f6f8b',
  },
]

/** Paints one after the other, so that the page can draw in between. */
export async function samplePhotos(): Promise<File[]> {
  const files: File[] = []
  for (const photo of PHOTOS) files.push(await paint(photo))
  return files
}

async function paint({ name, scenery, bicycle, paint }: Photo): Promise<File> {
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('This browser has no canvas to paint on.')
  paintScenery(context, scenery)
  paintBicycle(context, bicycle, paint)
  addGrain(context, scenery.seed)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.93))
  if (blob === null) throw new Error('This browser could not encode the picture.')
  return new File([blob], name, { type: 'image/jpeg', lastModified: Date.UTC(2026, 4, 17, 18) })
}
