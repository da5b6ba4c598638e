/** Whether a form's policy says that a file of so many bytes may be sent; false where it says nothing about sizes. */
export function policyAllows(fields: Readonly<Record<string, string>>, size: number): boolean {
  const [, policy = ''] = Object.entries(fields).find(([name]) => name.toLowerCase() === 'policy') ?? []
  return conditionsOf(policy).some(
    (condition) =>
      Array.isArray(condition) &&
      condition[0] === 'content-length-range' &&
      Number(condition[1]) <= size &&
      size <= Number(condition[2]),
  )
}

/** Base64 of a JSON document. Characters beyond ASCII come out wrong, and no size has any. */
function conditionsOf(policy: string): readonly unknown[] {
  try {
    const { conditions } = JSON.parse(atob(policy)) as { conditions?: unknown }
    return Array.isArray(conditions) ? conditions : []
  } catch {
    return []
  }
}
