/** The same service, file and batch for all subjects. */
import { ITEMS } from './subject.ts'

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' }
export const place = { bucket: 'acme-in', region: 'eu-west-1', credentials }
export const secret = 'a secret of the benchmark, thirty-two bytes and more'
export const options = {
  ...place,
  topicArn: 'arn:aws:sns:eu-west-1:000000000000:uploads',
  secret,
  authorize: 'public' as const,
}

/** @param size of each, in bytes */
export function batchOf(size: number): string {
  const files = Array.from({ length: ITEMS }, (_, index) => ({
    ref: String(index),
    name: `photo-${index}.jpg`,
    size,
    type: 'image/jpeg',
  }))
  return JSON.stringify({ files })
}

interface Answers {
  request(path: string, init: RequestInit): Response | Promise<Response>
}

/** The text of the response. @throws Error unless its status is 200 */
export async function post(app: Answers, path: string, body: string): Promise<string> {
  const headers = { 'content-type': 'application/json' }
  const response = await app.request(path, { method: 'POST', headers, body })
  const text = await response.text()
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text}`)
  return text
}
