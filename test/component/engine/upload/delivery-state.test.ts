import { describe, expect, it } from 'vitest'
import {
  bytesDelivered,
  type Delivery,
  type DeliveryEvent,
  isUncertain,
  partsDelivery,
  storedPartSizes,
  transitionDelivery,
} from '../../../../component/engine/upload/delivery-state.ts'

const STATES: Record<string, Delivery> = {
  nothing: { kind: 'nothing' },
  parts: partsDelivery(new Map([[1, 8]])),
  unconfirmed: { kind: 'unconfirmed' },
  stored: { kind: 'stored', confirmedBy: 's3' },
  assumed: { kind: 'stored', confirmedBy: 'assumption' },
}

const EVENTS: Record<DeliveryEvent['type'], DeliveryEvent> = {
  'form-sent': { type: 'form-sent' },
  'form-refused': { type: 'form-refused' },
  'part-stored': { type: 'part-stored', partNumber: 2, size: 5 },
  'parts-listed': { type: 'parts-listed', sizes: new Map([[3, 4]]) },
  'parts-compared': { type: 'parts-compared', different: [1] },
  stored: { type: 'stored' },
  assumed: { type: 'assumed' },
}

const onlyPart = partsDelivery(new Map([[2, 5]]))
const listed = partsDelivery(new Map([[3, 4]]))
const { nothing, unconfirmed, stored, assumed } = STATES

/** Every transition there is; all other cells must keep the same object. */
const TABLE: Record<string, Partial<Record<DeliveryEvent['type'], Delivery | undefined>>> = {
  nothing: { 'form-sent': unconfirmed, 'part-stored': onlyPart, 'parts-listed': listed, stored },
  parts: {
    'part-stored': partsDelivery(
      new Map([
        [1, 8],
        [2, 5],
      ]),
    ),
    'parts-listed': listed,
    'parts-compared': partsDelivery(new Map()),
    stored,
  },
  unconfirmed: { 'form-refused': nothing, stored, assumed },
  stored: { 'parts-listed': listed },
  assumed: { 'parts-listed': listed },
}

describe('what S3 has', () => {
  const cells = Object.entries(STATES).flatMap(([name, state]) =>
    Object.values(EVENTS).map((event) => ({ name, state, event, type: event.type })),
  )
  it.each(cells)('$name on $type', ({ name, state, event }) => {
    const next = TABLE[name]?.[event.type]
    if (next === undefined) expect(transitionDelivery(state, event)).toBe(state)
    else expect(transitionDelivery(state, event)).toEqual(next)
  })

  it('adds up its bytes, never more than the file', () => {
    const bytes = Object.values(STATES).map((state) => bytesDelivered(state, 6))
    expect(bytes).toEqual([0, 6, 0, 6, 6])
  })

  it('has sizes for parts alone', () => {
    expect(Object.values(STATES).map((state) => storedPartSizes(state).size)).toEqual([0, 1, 0, 0, 0])
  })

  it('keeps what is not compared yet until it is', () => {
    const uncompared = [{ partNumber: 1, size: 8, etag: 'a' }]
    const sentAgain = { partNumber: 2, size: 8, etag: 'b' }
    const sizes = new Map([
      [1, 8],
      [2, 8],
    ])
    const more = transitionDelivery(partsDelivery(sizes, [...uncompared, sentAgain]), EVENTS['part-stored'])
    expect(more).toMatchObject({ uncompared })
    expect(transitionDelivery(more, EVENTS['parts-compared'])).toEqual(partsDelivery(new Map([[2, 5]])))
  })

  it('is uncertain after a lost response', () => {
    expect(Object.keys(STATES).filter((name) => isUncertain(STATES[name] as Delivery))).toEqual([
      'unconfirmed',
      'assumed',
    ])
  })
})
