/** What frameworks may set on `<s3-uploader>`, from the element's own types. Types only. */
import type { LitElement } from 'lit'
import type { UploadEventMap } from '../engine/upload/upload-events.ts'
import type { S3UploaderElement } from '../s3-uploader.ts'
import type { UploaderProperties } from '../uploader-properties.ts'

export type { S3UploaderElement } from '../s3-uploader.ts'

type PropertyName = Exclude<keyof UploaderProperties, keyof LitElement>

/** Numbers may be text (`'10MB'`), and `null` is the default of each. */
type Assignable<Value> = (number extends Value ? Value | string : Value) | null | undefined

/** Properties in camelCase. */
export type ElementProps = {
  [Name in PropertyName]?: Assignable<UploaderProperties[Name]>
} & {
  /** The id of the form that it belongs to, where that is not around it. */
  form?: string | null | undefined
}

type Kebab<Name extends string, Rest extends string = ''> = Name extends `${infer First}${infer Others}`
  ? Kebab<Others, First extends Lowercase<First> ? `${Rest}${First}` : `${Rest}-${Lowercase<First>}`>
  : Rest

type Primitive<Value> = Extract<Exclude<Value, null | undefined>, string | number | boolean>

/** Attributes in kebab-case, of the properties that have one. */
export type ElementAttributes = {
  [Name in PropertyName as [Primitive<UploaderProperties[Name]>] extends [never] ? never : Kebab<Name>]?:
    | Assignable<UploaderProperties[Name]>
    | ''
}

/** Events of the engine, and those of form controls. */
export interface ElementEvents extends UploadEventMap {
  input: Event
  change: Event
}

type Pascal<Name extends string> = Name extends `${infer First}-${infer Others}`
  ? `${Capitalize<First>}${Pascal<Others>}`
  : Capitalize<Name>

/** `onUploadReady` */
export type CamelListeners = {
  [Name in keyof ElementEvents as `on${Pascal<Name>}`]?: ((event: ElementEvents[Name]) => void) | undefined
}

/** `onupload-ready`, as React 19, Preact and Svelte name listeners of custom elements. */
export type PlainListeners = {
  [Name in keyof UploadEventMap as `on${Name}`]?: ((event: UploadEventMap[Name]) => void) | undefined
}

/** `on:upload-ready`, as Solid and Svelte 4 do. */
export type ColonListeners = {
  [Name in keyof ElementEvents as `on:${Name}`]?: ((event: ElementEvents[Name]) => void) | undefined
}

/** `prop:headers`, as Solid sets properties. */
export type ColonProps = { [Name in keyof ElementProps as `prop:${Name}`]?: ElementProps[Name] }

/** The element, for refs. */
export type ElementInstance = S3UploaderElement
