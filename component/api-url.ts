/** The URL of one call, below where the API is mounted: `/uploads?tenant=7` keeps its query. Pure. */
export function apiUrl(endpoint: string, call: string): string {
  return endpoint.replace(/\/*(?=\?|$)/, `/${call}`)
}
