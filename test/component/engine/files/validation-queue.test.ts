import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Uploader } from '../../../../component/engine/uploader.ts'
import type { UploaderSettings } from '../../../../component/engine/uploader-settings.ts'
import { FakeConnectivity } from '../fake-connectivity.ts'
import { FakeTransport } from '../fake-transport.ts'
import { FakeUploadApi } from '../fake-upload-api.ts'

function setup(settings: Partial<UploaderSettings> = {}) {
  const transport = new FakeTransport()
  transport.autoStore = true
  const uploader = new Uploader({
    api: new FakeUploadApi(),
    transport,
    connectivity: new FakeConnectivity(),
    random: () => 0.5,
  })
  uploader.configure({ start: 'manual', finish: 'announced', ...settings })
  const refused: string[][] = []
  uploader.addEventListener('files-reject', (event) => {
    if ('detail' in event) {
      const { rejections } = event.detail as { rejections: { file: File; code: string }[] }
      refused.push(rejections.map(({ file, code }) => `${file.name} ${code}`))
    }
  })
  const names = () => uploader.uploads.map(({ name }) => name)
  return { uploader, refused, names }
}

const image = (name: string, content = 'abc', lastModified = 1) =>
  new File([content], name, { type: 'image/png', lastModified })

/** A validator that answers when the test says so. */
function heldBack() {
  const held = new Map<string, (answer: string | undefined) => void>()
  return {
    asked: () => [...held.keys()],
    validator: (file: File) =>
      new Promise<string | undefined>((resolve) => {
        held.set(file.name, resolve)
      }),
    answer: (name: string, sentence?: string) => held.get(name)?.(sentence),
  }
}

describe('a batch', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())
  const settle = async () => {
    await vi.advanceTimersByTimeAsync(0)
    // The code that checks files is loaded with the first file.
    await vi.dynamicImportSettled()
    await vi.advanceTimersByTimeAsync(0)
  }

  it('counts the files accepted so far; refused ones take no room', async () => {
    const { uploader, refused } = setup({ rules: { maxFileSize: 50, maxTotalSize: 25 } })
    const files = [
      image('huge.png', 'x'.repeat(100)),
      image('a.png', 'x'.repeat(10)),
      image('b.png', 'x'.repeat(10)),
      image('c.png', 'x'.repeat(10)),
    ]
    const { accepted, rejected } = await uploader.addFiles(files)
    expect(accepted.map(({ name }) => name)).toEqual(['a.png', 'b.png'])
    expect(rejected.map(({ code }) => code)).toEqual(['file-too-large', 'total-too-large'])
    expect(refused).toEqual([['huge.png file-too-large', 'c.png total-too-large']])
  })

  it('keeps its order when later files are decided first, and fires files-reject once at its end', async () => {
    const gate = heldBack()
    const { uploader, refused, names } = setup({ rules: { maxFileSize: 5, validators: [gate.validator] } })
    const adding = uploader.addFiles([
      image('1.png'),
      image('2.png'),
      image('3.png'),
      image('4.png', 'too long'),
    ])
    await settle()
    gate.answer('3.png')
    gate.answer('2.png', 'No.')
    await settle()
    expect([names(), refused, uploader.checking]).toEqual([[], [], 4])
    gate.answer('1.png')
    const { rejected } = await adding
    expect(names()).toEqual(['1.png', '3.png'])
    expect(refused).toEqual([['2.png rejected', '4.png file-too-large']])
    expect(rejected[0]).toMatchObject({ message: 'No.' })
    expect(uploader.checking).toBe(0)
  })

  it('uploads its first files while the others are checked, and fires uploads-idle once', async () => {
    const gate = heldBack()
    const { uploader, names } = setup({
      start: 'automatic',
      rules: { validators: [(file) => (file.name === 'slow.png' ? gate.validator(file) : undefined)] },
    })
    let idle = 0
    uploader.addEventListener('uploads-idle', () => (idle += 1))
    const adding = uploader.addFiles([image('fast.png'), image('slow.png')])
    await vi.advanceTimersByTimeAsync(5_000)
    expect(uploader.uploads.map(({ name, status }) => [name, status])).toEqual([['fast.png', 'ready']])
    expect(idle).toBe(0)
    gate.answer('slow.png')
    await adding
    await vi.advanceTimersByTimeAsync(5_000)
    expect(names()).toEqual(['fast.png', 'slow.png'])
    expect(idle).toBe(1)
  })

  it('validates no file that breaks another rule, and few at a time', async () => {
    const gate = heldBack()
    const { uploader } = setup({ rules: { maxFiles: 9, maxFileSize: 5, validators: [gate.validator] } })
    const files = [
      image('huge.png', 'x'.repeat(9)),
      ...Array.from({ length: 30 }, (_, n) => image(`${n}.png`)),
    ]
    const adding = uploader.addFiles(files)
    await settle()
    expect(gate.asked()).not.toContain('huge.png')
    expect(gate.asked().length).toBeLessThan(10)
    for (let round = 0; round < 40; round += 1) {
      for (const name of gate.asked()) gate.answer(name)
      await settle()
    }
    const { accepted, rejected } = await adding
    expect(accepted).toHaveLength(9)
    expect(rejected.filter(({ code }) => code === 'too-many-files')).toHaveLength(21)
    expect(gate.asked().length).toBeLessThan(20)
  })

  it('waits for the batch before it, so that both together keep the limits', async () => {
    const gate = heldBack()
    const { uploader, names } = setup({ rules: { maxFiles: 2, validators: [gate.validator] } })
    const first = uploader.addFiles([image('1.png'), image('2.png')])
    const second = uploader.addFiles([image('3.png')])
    await settle()
    gate.answer('1.png')
    gate.answer('2.png')
    await first
    expect((await second).rejected.map(({ code }) => code)).toEqual(['too-many-files'])
    expect(names()).toEqual(['1.png', '2.png'])
  })

  it('is dropped by clear at any stage, and the next one is checked at once', async () => {
    const gate = heldBack()
    const { uploader, refused, names } = setup({ rules: { maxFileSize: 5, validators: [gate.validator] } })
    const adding = uploader.addFiles([image('huge.png', 'too long'), image('1.png'), image('2.png')])
    const waiting = uploader.addFiles([image('3.png')])
    await settle()
    gate.answer('1.png')
    await settle()
    expect(names()).toEqual(['1.png'])
    uploader.clear()
    expect([names(), uploader.checking]).toEqual([[], 0])
    const next = uploader.addFiles([image('4.png')])
    await settle()
    gate.answer('4.png')
    gate.answer('2.png')
    expect(await adding).toMatchObject({ accepted: [], rejected: [] })
    expect(await waiting).toMatchObject({ accepted: [], rejected: [] })
    expect((await next).accepted).toHaveLength(1)
    expect(names()).toEqual(['4.png'])
    expect(refused).toEqual([])
  })

  it('keeps the old file of a single selection until the new one is accepted', async () => {
    const gate = heldBack()
    const { uploader, names } = setup({ selection: 'single' })
    await uploader.addFiles([image('old.png')])
    uploader.configure({ rules: { validators: [gate.validator] } })
    const adding = uploader.addFiles([image('bad.png'), image('new.png'), image('more.png')])
    await settle()
    gate.answer('bad.png', 'No.')
    await settle()
    expect(names()).toEqual(['old.png'])
    gate.answer('new.png')
    gate.answer('more.png')
    expect((await adding).rejected.map(({ code }) => code)).toEqual(['rejected', 'too-many-files'])
    expect(names()).toEqual(['new.png'])
  })

  it('is waited for by waitForIdle', async () => {
    const gate = heldBack()
    const { uploader } = setup({ start: 'automatic', rules: { validators: [gate.validator] } })
    void uploader.addFiles([image('1.png')])
    await settle()
    let idle = false
    void uploader.waitForIdle().then(() => (idle = true))
    await settle()
    expect(idle).toBe(false)
    gate.answer('1.png')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(idle).toBe(true)
    expect(uploader.uploads.map(({ status }) => status)).toEqual(['ready'])
  })

  it('leaves out files that the operating system put into a folder, and counts them', async () => {
    const { uploader, refused, names } = setup()
    const offered: string[][] = []
    uploader.addEventListener('files-add', (event) => {
      const { files } = (event as unknown as { detail: { files: File[] } }).detail
      offered.push(files.map(({ name }) => name))
    })
    const inFolder = (name: string) =>
      Object.defineProperty(image(name), 'webkitRelativePath', { value: `trip/${name}` })
    const { leftOut } = await uploader.addFiles([
      inFolder('.DS_Store'),
      inFolder('a.png'),
      inFolder('Thumbs.db'),
    ])
    expect([leftOut, offered, names(), refused]).toEqual([2, [['a.png']], ['a.png'], []])
    expect(await uploader.addFiles([inFolder('.DS_Store')])).toMatchObject({ accepted: [], leftOut: 1 })
    expect(offered).toHaveLength(1)
  })
})

describe('duplicates', () => {
  it('are allowed unless refused', async () => {
    const { uploader } = setup()
    const file = image('a.png')
    expect((await uploader.addFiles([file, file])).accepted).toHaveLength(2)
  })

  it('have the same name, size, type, date and folder, in the list or in the batch', async () => {
    const { uploader } = setup({ rules: { duplicates: 'refuse' } })
    const at = (file: File, path: string) =>
      Object.defineProperty(file, 'webkitRelativePath', { value: path })
    await uploader.addFiles([image('a.png')])
    const { accepted, rejected } = await uploader.addFiles([
      image('a.png'),
      image('b.png'),
      image('a.png', 'longer'),
      image('a.png', 'abc', 2),
      new File(['abc'], 'a.png', { type: 'image/jpeg', lastModified: 1 }),
      at(image('a.png'), 'trip/a.png'),
      at(image('a.png'), 'trip/a.png'),
      image('b.png'),
    ])
    expect(accepted).toHaveLength(5)
    expect(rejected.map(({ file, code }) => `${file.name} ${code}`)).toEqual([
      'a.png duplicate-file',
      'a.png duplicate-file',
      'b.png duplicate-file',
    ])
  })

  it('of canceled or removed files are accepted', async () => {
    const { uploader } = setup({ rules: { duplicates: 'refuse' } })
    const { accepted } = await uploader.addFiles([image('a.png'), image('b.png')])
    uploader.cancel(accepted[0]?.id)
    await uploader.remove(accepted[1]?.id ?? '')
    expect((await uploader.addFiles([image('a.png'), image('b.png')])).accepted).toHaveLength(2)
  })

  it('of a file removed while the batch is checked are accepted, too', async () => {
    const gate = heldBack()
    const { uploader } = setup({ start: 'automatic', rules: { duplicates: 'refuse' } })
    await uploader.addFiles([image('a.png')])
    const [ready] = await uploader.waitForIdle()
    expect(ready?.status).toBe('ready')
    uploader.configure({ rules: { duplicates: 'refuse', validators: [gate.validator] } })
    const others = Array.from({ length: 10 }, (_, index) => image(`${index}.png`))
    const adding = uploader.addFiles([...others, image('a.png')])
    await vi.waitFor(() => expect(gate.asked()).toContain('0.png'), 20_000)
    await uploader.remove(ready?.id ?? '')
    await vi.waitFor(
      () => {
        for (const name of gate.asked()) gate.answer(name)
        expect(uploader.checking).toBe(0)
      },
      { interval: 1, timeout: 20_000 },
    )
    expect((await adding).rejected).toEqual([])
  })

  it('of the one file of a single selection replace it', async () => {
    const { uploader } = setup({ selection: 'single', rules: { duplicates: 'refuse' } })
    await uploader.addFiles([image('a.png')])
    expect((await uploader.addFiles([image('a.png')])).accepted).toHaveLength(1)
    expect(uploader.uploads).toHaveLength(1)
  })
})

describe('ten thousand files', () => {
  let clock = 0

  /** A file whose first read of its size blocks, as that of a chosen file does. */
  class PickedFile extends File {
    #known = false
    override get size(): number {
      if (!this.#known) clock += 0.23
      this.#known = true
      return 7
    }
  }

  it('are added without blocking the page for 50 ms, and the first at once', async () => {
    const uploader = new Uploader({
      api: new FakeUploadApi(),
      transport: new FakeTransport(),
      connectivity: new FakeConnectivity(),
      now: () => clock,
    })
    uploader.configure({ start: 'manual' })
    let firstAt = 0
    uploader.subscribe(() => {
      if (firstAt === 0 && uploader.uploads.length > 0) firstAt = clock
    })
    // The page's own work, which measures how long it waits.
    let lastTurn = 0
    let longestWait = 0
    let done = false
    const turn = () => {
      longestWait = Math.max(longestWait, clock - lastTurn)
      lastTurn = clock
      if (!done) setImmediate(turn)
    }
    setImmediate(turn)

    const files = Array.from({ length: 10_000 }, (_, index) => new PickedFile(['x'], `${index}.png`))
    const { accepted } = await uploader.addFiles(files)
    done = true
    expect(accepted.map(({ name }) => name)).toEqual(files.map(({ name }) => name))
    expect(clock).toBeCloseTo(2_300)
    expect(longestWait).toBeLessThan(50)
    expect(firstAt).toBeLessThan(25)
  })
})
