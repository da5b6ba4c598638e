/** The size of metadata in UTF-8 bytes of names and values, as `MAX_METADATA_BYTES` counts it. */
export function metadataBytes(metadata: Readonly<Record<string, string>>): number {
  return new TextEncoder().encode(Object.entries(metadata).flat().join('')).length
}
