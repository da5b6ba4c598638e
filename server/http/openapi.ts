/** The OpenAPI 3.1 document, from the shapes that validate requests. Pure. */
import type { JsonSchema } from './json-shape.ts'
import { REQUESTS } from './parse-request.ts'
import { PROBLEMS } from './problem.ts'
import { RESPONSES } from './responses.ts'

const CALLS = {
  presign: 'A plan and a ticket for each file, or why it is refused.',
  parts: 'New URLs for parts of one upload (with `partNumbers`), or the parts that S3 has.',
  complete: 'Verifies what S3 has and announces it.',
  abort: 'Removes what was not completed.',
  status: 'What became of each upload.',
} as const

export function openApiDocument(): Readonly<Record<string, unknown>> {
  const calls = Object.entries(CALLS).map(([name, summary]) => [
    `/${name}`,
    { post: operation(name, summary) },
  ])
  return {
    openapi: '3.1.0',
    info: {
      title: 'Upload API',
      version: '1.0.0',
      description: 'Signs uploads to Amazon S3, verifies what was stored and announces it.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    // Paths are relative to where the host mounts the API.
    servers: [{ url: '.' }],
    paths: {
      '/config': {
        get: {
          operationId: 'config',
          summary: 'The limits of every route.',
          responses: responsesOf('config'),
        },
      },
      ...Object.fromEntries(calls),
    },
    components: {
      schemas: {
        ...schemas('Request', Object.entries(REQUESTS)),
        ...schemas(
          'Response',
          Object.entries(RESPONSES).filter(([name]) => name !== 'problem'),
        ),
        Problem: RESPONSES.problem.schema,
      },
    },
  }
}

function operation(name: string, summary: string) {
  return {
    operationId: name,
    summary,
    requestBody: {
      required: true,
      content: { 'application/json': { schema: reference(`${nameOf(name)}Request`) } },
    },
    responses: responsesOf(name),
  }
}

function responsesOf(name: string) {
  const statuses = [...new Set(Object.values(PROBLEMS).map(({ status }) => String(status)))].sort()
  const problem = {
    description: 'What is wrong, as RFC 9457 says.',
    content: { 'application/problem+json': { schema: reference('Problem') } },
  }
  return {
    '200': {
      description: 'One result for each item, in their order. Items fail one by one.',
      content: { 'application/json': { schema: reference(`${nameOf(name)}Response`) } },
    },
    ...Object.fromEntries(statuses.map((status) => [status, problem])),
    default: problem,
  }
}

function schemas(suffix: string, shapes: readonly (readonly [string, { schema: JsonSchema }])[]) {
  return Object.fromEntries(shapes.map(([name, { schema }]) => [`${nameOf(name)}${suffix}`, schema]))
}

function reference(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` }
}

function nameOf(call: string): string {
  return call.charAt(0).toUpperCase() + call.slice(1)
}
