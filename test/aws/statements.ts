/** A policy's statements, each with lists where IAM also takes a single text. */
export interface Statement {
  Sid?: string
  Effect: string
  Action: string[]
  Resource: string[]
  Condition?: object
}

export function statementsOf(policy: unknown): Statement[] {
  const { Statement } = Object(policy) as { Statement: Record<string, unknown>[] }
  return Statement.map((one) => ({
    ...(one as object as Statement),
    Action: listOf(one.Action),
    Resource: listOf(one.Resource),
  }))
}

function listOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(String)
}
