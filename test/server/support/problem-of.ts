import { expect } from 'vitest'
import type { Problem } from '../../../component/protocol.ts'

/** The problem document of a response, after checking the members that all of them have. */
export async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(response.headers.get('cache-control')).toBe('no-store')
  const problem = (await response.json()) as Problem
  expect(problem.status).toBe(response.status)
  expect(problem.type).toBe(`urn:s3-uploader:problem:${problem.code}`)
  expect(problem.detail).not.toBe('')
  return problem
}
