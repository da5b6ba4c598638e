/** Filter policies, by the examples of Amazon's SNS Developer Guide ("Message filtering"). */
import { describe, expect, it } from 'vitest'
import { FilterPolicyError, isAccepted } from '../../demo/local/filter-policy.ts'

const text = (Value: string) => ({ Type: 'String', Value })
const number = (Value: string) => ({ Type: 'Number', Value })
const list = (...values: unknown[]) => ({ Type: 'String.Array', Value: JSON.stringify(values) })

describe('a filter policy', () => {
  it.each<[accepted: boolean, policy: object, attributes: Record<string, { Type: string; Value: string }>]>([
    [true, {}, {}],
    [true, { interest: ['rugby', 'tennis'] }, { interest: text('rugby') }],
    [false, { interest: ['rugby', 'tennis'] }, { interest: text('baseball') }],
    [false, { interest: ['rugby'] }, {}],
    [false, { interest: ['Rugby'] }, { interest: text('rugby') }],
    [true, { interest: ['rugby'] }, { interest: list('soccer', 'rugby') }],
    [false, { interest: ['rugby'], store: ['a'] }, { interest: text('rugby') }],
    [
      true,
      { interest: ['rugby'], store: ['a'] },
      { interest: text('rugby'), store: text('a'), more: text('') },
    ],
    [true, { interest: [{ 'anything-but': ['rugby'] }] }, { interest: text('baseball') }],
    [false, { interest: [{ 'anything-but': ['rugby'] }] }, { interest: text('rugby') }],
    [false, { interest: [{ 'anything-but': ['rugby'] }] }, {}],
    [true, { interest: [{ 'anything-but': ['rugby'] }] }, { interest: list('rugby', 'baseball') }],
    [true, { interest: [{ 'anything-but': ['rugby'] }, { exists: false }] }, {}],
    [false, { event: [{ 'anything-but': { prefix: 'order-' } }] }, { event: text('order-return') }],
    [true, { event: [{ 'anything-but': { prefix: 'order-' } }] }, { event: text('data-entry') }],
    [true, { type: [{ prefix: 'image/' }] }, { type: text('image/png') }],
    [false, { type: [{ prefix: 'image/' }] }, { type: text('video/mp4') }],
    [true, { name: [{ suffix: 'ball' }] }, { name: text('baseball') }],
    [true, { name: [{ 'equals-ignore-case': 'Tennis' }] }, { name: text('TENNIS') }],
    [true, { price: [{ numeric: ['=', 301.5] }] }, { price: number('3.015e2') }],
    [true, { price: [{ numeric: ['>', 0, '<=', 150] }] }, { price: number('150') }],
    [false, { price: [{ numeric: ['>', 0, '<=', 150] }] }, { price: number('0') }],
    [false, { price: [{ numeric: ['=', 3] }] }, { price: text('3') }],
    [true, { price: [{ 'anything-but': [100, 500] }] }, { price: number('101') }],
    [true, { store: [{ exists: true }] }, { store: text('x') }],
    [false, { store: [{ exists: true }] }, {}],
    [false, { store: [{ exists: false }] }, { store: text('x') }],
    [true, { from: [{ cidr: '10.0.0.0/24' }] }, { from: text('10.0.0.255') }],
    [false, { from: [{ cidr: '10.0.0.0/24' }] }, { from: text('10.1.1.0') }],
    [true, { $or: [{ a: ['1'] }, { b: ['2'] }] }, { b: text('2') }],
    [false, { $or: [{ a: ['1'] }, { b: ['2'] }] }, { b: text('1') }],
  ])('accepts: %j of %j and %j', (accepted, policy, MessageAttributes) => {
    const filter = { policy: { ...policy }, scope: 'MessageAttributes' } as const
    expect(isAccepted(filter, { Message: '{"interest":"rugby"}', MessageAttributes })).toBe(accepted)
  })

  it.each<[accepted: boolean, policy: object, body: string]>([
    [true, { store: { city: ['Rome'] } }, '{"store":{"city":"Rome"}}'],
    [false, { store: { city: ['Rome'] } }, '{"store":{"city":"Bonn"}}'],
    [false, { store: { city: ['Rome'] } }, '{}'],
    [true, { size: [{ numeric: ['>', 10] }] }, '{"size":11}'],
    [true, { done: [true], by: [null] }, '{"done":true,"by":null}'],
    [true, { tags: ['b'] }, '{"tags":["a","b"]}'],
    [false, { tags: ['b'] }, 'no JSON'],
  ])('accepts: %j of %j and the body %j', (accepted, policy, Message) => {
    const filter = { policy: { ...policy }, scope: 'MessageBody' } as const
    expect(isAccepted(filter, { Message, MessageAttributes: { tags: text('b') } })).toBe(accepted)
  })

  it.each([{ a: [{ like: 'x' }] }, { a: [{ numeric: ['~', 1] }] }, { a: [{ prefix: 1 }] }, { $or: {} }])(
    'is refused where SNS has no such rule: %j',
    (policy) => {
      const message = { Message: '', MessageAttributes: { a: text('x') } }
      expect(() => isAccepted({ policy, scope: 'MessageAttributes' }, message)).toThrow(FilterPolicyError)
    },
  )
})
