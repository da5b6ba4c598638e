/** The database of `IndexedDbSessionStore`. */
export const DATABASE = 's3-uploader'

/** Whether anything was ever written down in this browser. Whoever never uploaded gets no database for asking. */
export async function hasSessionDatabase(): Promise<boolean> {
  const databases = await globalThis.indexedDB.databases()
  return databases.some(({ name }) => name === DATABASE)
}
