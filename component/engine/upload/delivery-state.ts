/**
 * What S3 has of an upload, as one value and one pure transition function. A blank cell of the table returns the same
 * object.
 */
import type { StoredPart } from '../../protocol.ts'

export type Delivery =
  | { readonly kind: 'nothing' }
  /**
   * Parts that S3 confirmed: sizes in bytes by part number, and their sum. `uncompared` are those of an earlier visit: the
   * file may have changed since.
   */
  | {
      readonly kind: 'parts'
      readonly sizes: ReadonlyMap<number, number>
      readonly bytes: number
      readonly uncompared: readonly StoredPart[]
    }
  /** A form was sent and its answer was lost: S3 may have all of it. */
  | { readonly kind: 'unconfirmed' }
  /** S3 has all bytes. By `assumption` where only the completion can tell. */
  | { readonly kind: 'stored'; readonly confirmedBy: 's3' | 'assumption' }

export type DeliveryEvent =
  /** The first byte of a form is about to leave. */
  | { readonly type: 'form-sent' }
  /** S3 refused the form for good and kept nothing. */
  | { readonly type: 'form-refused' }
  | { readonly type: 'part-stored'; readonly partNumber: number; readonly size: number }
  /** S3 listed the parts that it has. */
  | { readonly type: 'parts-listed'; readonly sizes: ReadonlyMap<number, number> }
  /** Parts of an earlier visit were compared with the file: `different` part numbers are not its own. */
  | { readonly type: 'parts-compared'; readonly different: readonly number[] }
  /** S3 confirmed the form, or every part. */
  | { readonly type: 'stored' }
  /** A form without an answer is not sent again: the completion tells. */
  | { readonly type: 'assumed' }

type DeliveryTable = {
  [K in Delivery['kind']]: {
    [E in DeliveryEvent['type']]?: (
      delivery: Extract<Delivery, { kind: K }>,
      event: Extract<DeliveryEvent, { type: E }>,
    ) => Delivery
  }
}

export const NOTHING: Delivery = { kind: 'nothing' }
const UNCONFIRMED: Delivery = { kind: 'unconfirmed' }
const toStored = (): Delivery => ({ kind: 'stored', confirmedBy: 's3' })
const toParts = (_: Delivery, { sizes }: { sizes: ReadonlyMap<number, number> }) => partsDelivery(sizes)
const withPart =
  (sizes: ReadonlyMap<number, number>, uncompared: readonly StoredPart[] = []) =>
  ({ partNumber, size }: { partNumber: number; size: number }) =>
    partsDelivery(
      new Map([...sizes, [partNumber, size]]),
      uncompared.filter((part) => part.partNumber !== partNumber),
    )
const withoutParts = (sizes: ReadonlyMap<number, number>, different: readonly number[]) =>
  partsDelivery(new Map([...sizes].filter(([partNumber]) => !different.includes(partNumber))))

const TABLE: DeliveryTable = {
  nothing: {
    'form-sent': () => UNCONFIRMED,
    'part-stored': (_, event) => withPart(new Map())(event),
    'parts-listed': toParts,
    stored: toStored,
  },
  parts: {
    'part-stored': ({ sizes, uncompared }, event) => withPart(sizes, uncompared)(event),
    'parts-compared': ({ sizes }, { different }) => withoutParts(sizes, different),
    'parts-listed': toParts,
    stored: toStored,
  },
  unconfirmed: {
    'form-refused': () => NOTHING,
    stored: toStored,
    assumed: () => ({ kind: 'stored', confirmedBy: 'assumption' }),
  },
  // The completion found parts missing.
  stored: { 'parts-listed': toParts },
}

export function transitionDelivery<E extends DeliveryEvent>(delivery: Delivery, event: E): Delivery {
  // Each cell is typed by its row and column; a lookup by two unions is not, hence the widening.
  const move = TABLE[delivery.kind][event.type] as ((d: Delivery, e: E) => Delivery) | undefined
  return move === undefined ? delivery : move(delivery, event)
}

/**
 * @param sizes bytes by part number
 * @param uncompared parts of an earlier visit
 */
export function partsDelivery(
  sizes: ReadonlyMap<number, number>,
  uncompared: readonly StoredPart[] = [],
): Delivery {
  let bytes = 0
  for (const size of sizes.values()) bytes += size
  return { kind: 'parts', sizes, bytes, uncompared }
}

/** Sizes of the parts that S3 has, in bytes by part number. */
export function storedPartSizes(delivery: Delivery): ReadonlyMap<number, number> {
  return delivery.kind === 'parts' ? delivery.sizes : new Map()
}

/** Bytes that S3 confirmed, of a file of `size` bytes. */
export function bytesDelivered(delivery: Delivery, size: number): number {
  if (delivery.kind === 'stored') return size
  return delivery.kind === 'parts' ? Math.min(size, delivery.bytes) : 0
}

/** Whether S3 may have all of it without having confirmed it. */
export function isUncertain(delivery: Delivery): boolean {
  return (
    delivery.kind === 'unconfirmed' || (delivery.kind === 'stored' && delivery.confirmedBy === 'assumption')
  )
}
