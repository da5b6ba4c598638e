/**
 * Whether a form's policy allows a file of this size, in bytes; false where it has no `content-length-range`
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html).
 */
export function policyAllowsSize(fields: Readonly<Record<string, string>>, size: number): boolean {
  const [, policy = ''] = Object.entries(fields).find(([name]) => name.toLowerCase() === 'policy') ?? []
  return conditionsOf(policy).some(
    (condition) =>
      Array.isArray(condition) &&
      condition[0] === 'content-length-range' &&
      Number(condition[1]) <= size &&
      size <= Number(condition[2]),
  )
}

/** Conditions of a base64 JSON policy. `atob` garbles letters beyond ASCII, which the size condition does not have. */
function conditionsOf(policy: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(atob(policy))
    if (typeof parsed !== 'object' || parsed === null || !('conditions' in parsed)) return []
    return Array.isArray(parsed.conditions) ? parsed.conditions : []
  } catch {
    return []
  }
}
