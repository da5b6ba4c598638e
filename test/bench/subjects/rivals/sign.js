/** One file's form, as each of their recipes fetches it from the site's own server: a call a file. */
export async function signForm({ name, size, type }) {
  const response = await fetch('/uploads/presign?plan=post', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ files: [{ ref: '0', name, size, type }] }),
  })
  const { uploads } = await response.json()
  return uploads[0].plan
}
