/** The sub-app as a host mounts it, with a user taken from a header, for tests. */
import { Hono } from 'hono'
import type { Failure, UploadsOptions } from '../../../server/index.ts'
import { uploads } from './api.ts'

export const secret = 'a-secret-of-at-least-thirty-two-bytes'

export const required = {
  bucket: 'acme-in',
  topicArn: 'arn:aws:sns:eu-west-1:000000000000:uploads',
  secret,
} as const

export const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' }

export function uploadService(options: Partial<UploadsOptions> = {}) {
  const failures: Failure[] = []
  const app = new Hono().route(
    '/uploads',
    uploads({
      ...required,
      region: 'eu-west-1',
      credentials,
      authorize: (c) => {
        const subject = c.req.header('x-user')
        return subject && { subject }
      },
      log: (failure) => failures.push(failure),
      ...options,
    }),
  )
  const request = (path: string, init: RequestInit = {}) =>
    app.request(`http://api.test/uploads${path}`, {
      ...init,
      headers: { 'x-user': 'ann', ...(init.headers as Record<string, string>) },
    })
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    request(path, {
      method: 'POST',
      body: typeof body === 'string' || body instanceof ReadableStream ? body : JSON.stringify(body),
      ...(body instanceof ReadableStream && { duplex: 'half' as const }),
      headers: { 'content-type': 'application/json', ...headers },
    })
  return { app, request, post, failures }
}

export const photo = { ref: 'a', name: 'cat.jpg', size: 1000, type: 'image/jpeg' }
