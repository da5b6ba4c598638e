'use client'
/**
 * `<S3Uploader>` for React 18 and 19, also with server rendering: React sets no properties while it hydrates, so objects
 * and functions (`headers`, `metadata`, `validators`) would be lost. Here they are set after each render.
 */
import {
  createElement,
  type ForwardedRef,
  forwardRef,
  type HTMLAttributes,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react'
import { S3UploaderElement } from '../index.ts'
import type { CamelListeners, ElementProps } from './element-props.ts'

export type S3UploaderProps = Omit<
  HTMLAttributes<S3UploaderElement>,
  keyof ElementProps | keyof CamelListeners
> &
  ElementProps &
  CamelListeners

type Listener = (event: Event) => void
interface Assigned {
  readonly properties: Readonly<Record<string, unknown>>
  readonly listeners: ReadonlyMap<string, Listener>
}

/** A layout effect sets properties before anything is painted; on a server there is none, and React warns about it. */
const useBrowserEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect

/** Names of the attributes by property. Reading `observedAttributes` makes Lit prepare the class. */
const PROPERTIES =
  S3UploaderElement.observedAttributes.length > 0 ? S3UploaderElement.elementProperties : new Map()

export const S3Uploader = forwardRef(function S3Uploader(
  props: S3UploaderProps,
  ref: ForwardedRef<S3UploaderElement>,
) {
  const element = useRef<S3UploaderElement>(null)
  const last = useRef<Assigned>({ properties: {}, listeners: new Map() })
  const { rest, attributes, properties, listeners } = sorted(props)

  useImperativeHandle<S3UploaderElement | null, S3UploaderElement | null>(ref, () => element.current, [])
  useBrowserEffect(() => {
    const { current } = element
    if (current === null) return
    assign(current, last.current, { properties, listeners })
    last.current = { properties, listeners }
  })
  useBrowserEffect(() => {
    const { current } = element
    return () => {
      if (current === null) return
      for (const [type, listener] of last.current.listeners) current.removeEventListener(type, listener)
      last.current = { properties: last.current.properties, listeners: new Map() }
    }
  }, [])
  return createElement('s3-uploader', {
    ...rest,
    ...attributes,
    ref: element,
    suppressHydrationWarning: true,
  })
})

function sorted(props: Readonly<Record<string, unknown>>): Assigned & {
  /** For React: children, `className`, `data-…`, listeners of the DOM's own events. */
  readonly rest: Record<string, unknown>
  /** Of the properties that a server can write. */
  readonly attributes: Record<string, string>
} {
  const rest: Record<string, unknown> = {}
  const attributes: Record<string, string> = {}
  const properties: Record<string, unknown> = {}
  const listeners = new Map<string, Listener>()
  for (const [name, value] of Object.entries(props)) {
    const type = eventOf(name)
    if (type !== undefined) {
      if (typeof value === 'function') listeners.set(type, (event) => value(event))
    } else if (PROPERTIES.has(name)) {
      properties[name] = value
      const attribute = attributeOf(name, value)
      if (attribute !== undefined) attributes[attribute[0]] = attribute[1]
    } else rest[name] = value
  }
  return { rest, attributes, properties, listeners }
}

/** `upload-ready` of `onUploadReady`; undefined for what React listens to itself. */
function eventOf(name: string): string | undefined {
  if (name === 'onChange' || name === 'onInput') return name.slice(2).toLowerCase()
  if (!/^on(Files?|Uploads?)[A-Z]/.test(name)) return undefined
  return name
    .slice(3)
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    .replace(/^/, name.charAt(2).toLowerCase())
}

function attributeOf(name: string, value: unknown): [name: string, text: string] | undefined {
  const declared = PROPERTIES.get(name)?.attribute
  if (declared === false) return undefined
  const attribute = typeof declared === 'string' ? declared : name.toLowerCase()
  if (value === true) return [attribute, '']
  return typeof value === 'string' || typeof value === 'number' ? [attribute, String(value)] : undefined
}

function assign(element: S3UploaderElement, last: Assigned, next: Assigned): void {
  for (const name of Object.keys(last.properties)) {
    if (!Object.hasOwn(next.properties, name)) Reflect.set(element, name, undefined)
  }
  for (const [name, value] of Object.entries(next.properties)) {
    if (value !== last.properties[name] || !Object.hasOwn(last.properties, name))
      Reflect.set(element, name, value)
  }
  for (const [type, listener] of last.listeners) element.removeEventListener(type, listener)
  for (const [type, listener] of next.listeners) element.addEventListener(type, listener)
}
