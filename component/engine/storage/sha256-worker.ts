/**
 * The worker: takes a Blob and posts its SHA-256, or null where it cannot be read or hashed (the page then finds out
 * why). A file of its own, so that `worker-src 'self'` is enough; it must import nothing.
 */
addEventListener('message', async ({ data }: MessageEvent<unknown>) => {
  let digest: ArrayBuffer | null = null
  try {
    if (data instanceof Blob) digest = await crypto.subtle.digest('SHA-256', await data.arrayBuffer())
  } catch {}
  postMessage(digest)
})
