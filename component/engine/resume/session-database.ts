/** The database of `IndexedDbSessionStore`. */
export const DATABASE = 's3-uploader'

/** Whether a session was ever saved in this browser: asking must not create a database. */
export async function hasSessionDatabase(): Promise<boolean> {
  const databases = await globalThis.indexedDB.databases()
  return databases.some(({ name }) => name === DATABASE)
}
