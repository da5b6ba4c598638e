import { aTimeout, expect, fixture, html } from '@open-wc/testing'
import type { S3UploaderElement } from '../../component/index.ts'
import { png, UploaderHarness, uploaderOn } from './uploader-harness.ts'
import { waitUntil } from './wait-until.ts'

describe('the limits of the backend', () => {
  const { fetch } = window
  const { error } = console
  afterEach(() => {
    window.fetch = fetch
    console.error = error
  })

  it('that are not of the contract are reported on the console, and files are sent without them', async () => {
    const lines: string[] = []
    console.error = (line) => lines.push(String(line))
    window.fetch = async (input, init) => {
      const { pathname } = new URL(String(input), location.href)
      return pathname.endsWith('/config') ? Response.json({ routes: 'all' }) : fetch(input, init)
    }
    const element = await fixture<S3UploaderElement>(
      html`<s3-uploader endpoint="/api/works" no-status></s3-uploader>`,
    )
    await element.addFiles([await png()])
    await new UploaderHarness(element).until('ready')
    await waitUntil(() => lines.length > 0)
    expect(lines.join()).to.contain('`config.routes`').and.to.contain('not one of this API')
  })

  it('are asked for once, and are those of the backend that is named now', async () => {
    const asked: string[] = []
    const limits = { maxFileSize: 10, minFileSize: 0, allowedContentTypes: ['text/plain'] }
    const strict = { ...limits, maxFiles: 100, multipartThreshold: null, checksum: 'none' }
    window.fetch = async (input, init) => {
      const { pathname } = new URL(String(input), location.href)
      if (pathname.endsWith('/config')) asked.push(pathname)
      return pathname === '/api/strict/config'
        ? Response.json({ version: 1, routes: { default: strict } })
        : fetch(input, init)
    }
    const uploader = await uploaderOn('works', { manual: true })
    const { element } = uploader
    await element.load()
    await element.addFiles([await png()])
    expect(element.files).to.have.length(1)

    element.endpoint = '/api/strict'
    await waitUntil(() => uploader.input.accept === 'text/plain')
    const { rejected } = await element.addFiles([
      new File(['far too long'], 'a.txt', { type: 'text/plain' }),
      new File(['short'], 'b.txt', { type: 'text/plain' }),
    ])
    expect(rejected.map(({ code, file }) => `${file.name} ${code}`)).to.deep.equal(['a.txt file-too-large'])
    expect(asked).to.deep.equal(['/api/works/config', '/api/strict/config'])
  })

  it('follow headers, credentials and an endpoint with a query that come later, in any order', async () => {
    const asked: string[] = []
    const limits = { maxFileSize: 10, minFileSize: 0, allowedContentTypes: ['text/plain'] }
    const found = { ...limits, maxFiles: 100, multipartThreshold: null, checksum: 'none' }
    window.fetch = async (input, init) => {
      const { pathname, search } = new URL(String(input), location.href)
      if (!pathname.startsWith('/api/members')) return fetch(input, init)
      const token = new Headers(init?.headers).get('authorization')
      if (pathname === '/api/members/config') asked.push(`${search} ${token} ${init?.credentials}`)
      return token === 'right'
        ? Response.json({ version: 1, routes: { default: found } })
        : new Response('', { status: 401 })
    }
    const element = await fixture<S3UploaderElement>(html`<s3-uploader></s3-uploader>`)
    const uploader = new UploaderHarness(element)
    element.endpoint = '/api/members/?tenant=7'
    await waitUntil(() => asked.includes('?tenant=7 null same-origin'))
    element.headers = () => ({ authorization: 'wrong' })
    await waitUntil(() => asked.includes('?tenant=7 wrong same-origin'))
    element.credentials = 'include'
    await waitUntil(() => asked.includes('?tenant=7 wrong include'))
    await aTimeout(50)
    // A framework makes a new function for every render.
    element.headers = () => ({ authorization: 'right' })
    await waitUntil(() => uploader.input.accept === 'text/plain')
    expect(asked.at(-1)).to.equal('?tenant=7 right include')
    await element.load()
    const last = asked.length
    element.headers = () => ({ authorization: 'right' })
    await aTimeout(50)
    expect(asked).to.have.length(last)
    const { rejected } = await element.addFiles([new File(['far too long'], 'a.txt', { type: 'text/plain' })])
    expect(rejected.map(({ code }) => code)).to.deep.equal(['file-too-large'])
  })

  it('do not hold up files when they never come', async () => {
    window.fetch = async (input, init) => {
      const { pathname } = new URL(String(input), location.href)
      return pathname.endsWith('/config') ? new Promise(() => {}) : fetch(input, init)
    }
    const element = await fixture<S3UploaderElement>(
      html`<s3-uploader endpoint="/api/works" no-status></s3-uploader>`,
    )
    await element.addFiles([await png()])
    await new UploaderHarness(element).until('ready')
  })
})
