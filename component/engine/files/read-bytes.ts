/**
 * Whether the page can read anything at all. From when another page is about to take its place, WebKit breaks its
 * connections and lets it read nothing, not even its own memory: that is no word about a file.
 */
export async function canRead(): Promise<boolean> {
  return new Blob(['x']).arrayBuffer().then(
    () => true,
    () => false,
  )
}
