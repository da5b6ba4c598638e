/**
 * Numbers and patterns that element and API must agree on. Imports nothing; both sides import the values.
 *
 * A backend of one's own has to keep to them as well: they are part of the wire contract in `protocol.ts`.
 */

/** Most items in one request: files, tickets or part numbers. */
export const MAX_BATCH_ITEMS = 100

/** Most parts of one upload; a limit of S3. Part numbers are 1 to this. */
export const MAX_PARTS = 10_000

/** Most part URLs that come with one plan. `/parts` signs the others, at most `MAX_BATCH_ITEMS` a call. */
export const FIRST_PARTS = 24

/** Most metadata of a batch, and again of each file, in UTF-8 bytes of names and values together. */
export const MAX_METADATA_BYTES = 2048

/** Most names in the metadata of a batch, and again of each file. */
export const MAX_METADATA_NAMES = 64

/** Metadata names: 1 to 64 characters. The first is a letter, so `__proto__` cannot be one. */
export const METADATA_NAME = /^[A-Za-z][\w.-]{0,63}$/

/** Requests to S3 that the element has under way by default. Part sizes are planned for this number. */
export const CONNECTIONS = 6
