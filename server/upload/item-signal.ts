/** A shared signal for one item: Node warns of a leak when more than ten listeners share one signal. */
export function itemSignal(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal])
}
