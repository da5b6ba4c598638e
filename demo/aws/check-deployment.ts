/** Asks the deployed page and API whether they answer. One sentence for each fault. */
export async function checkDeployment(
  url: string,
  { attempts = 12, pauseMs = 5_000 } = {},
): Promise<string[]> {
  let faults: string[] = []
  // The name of a new distribution takes up to a minute to be known everywhere.
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    faults = (await Promise.all([faultOfPage(url), faultOfApi(url)])).flat()
    if (faults.length === 0) return []
    if (attempt < attempts) await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  return faults
}

async function faultOfPage(url: string): Promise<string[]> {
  const response = await ask(url)
  if (response === null) return [`The page does not answer: ${url}`]
  return response.ok ? [] : [`The page answers ${response.status}: ${url}`]
}

/** `/readyz` asks the bucket, the topic and the secrets. */
async function faultOfApi(url: string): Promise<string[]> {
  const response = await ask(`${url}/readyz`)
  if (response === null) return ['The API does not answer.']
  if (response.ok) return []
  const body: unknown = await response.json().catch(() => null)
  const faults: unknown = typeof body === 'object' && body !== null && 'faults' in body ? body.faults : null
  return Array.isArray(faults) ? faults.map(String) : [`The API answers ${response.status} to /readyz.`]
}

function ask(url: string): Promise<Response | null> {
  return fetch(url, { signal: AbortSignal.timeout(15_000) }).catch(() => null)
}
