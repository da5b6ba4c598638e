import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../lambda/config.ts'
import { DEFAULT_VARIANT } from '../../lambda/variant-spec.ts'

describe('the configuration', () => {
  it('has a default for each setting', () => {
    expect(readConfig({})).toEqual({
      output: 'derived',
      derivedPrefix: 'derived/',
      outputBucket: null,
      variants: [
        { ...DEFAULT_VARIANT, name: 'thumb', width: 100, height: 100, fit: 'cover' },
        { ...DEFAULT_VARIANT, name: 'large', width: 1600, height: 1600 },
      ],
      maxInputBytes: 67_108_864,
      maxInputPixels: 500_000_000,
      maxFrames: 200,
      watermark: null,
      heic: null,
      stripOriginal: false,
      resultTopicArn: null,
      requireScan: false,
      metricsNamespace: 'S3Uploader',
      allowedBuckets: null,
      memoryBytes: 1769 * 1024 * 1024,
    })
  })

  it('reads everything a variant can say, in the short syntax and in JSON', () => {
    const short = readConfig({
      WATERMARK: 's3://brand/marks/logo.png',
      VARIANTS:
        'hero=1600x900,contain,entropy,avif:45|webp|jpeg:70,q75,background=#FFFFFF88,sharpen,watermark,animated',
    })
    const json = readConfig({
      WATERMARK: 's3://brand/marks/logo.png',
      VARIANTS: JSON.stringify([
        {
          name: 'hero',
          width: 1600,
          height: 900,
          fit: 'contain',
          crop: 'entropy',
          formats: ['avif', 'webp', 'jpeg'],
          quality: { avif: 45, webp: 75, jpeg: 70 },
          background: '#FFFFFF88',
          sharpen: true,
          watermark: true,
          animated: true,
        },
      ]),
    })
    expect(json.variants).toEqual([
      {
        name: 'hero',
        width: 1600,
        height: 900,
        fit: 'contain',
        crop: 'entropy',
        formats: [
          { type: 'avif', quality: 45 },
          { type: 'webp', quality: 75 },
          { type: 'jpeg', quality: 70 },
        ],
        background: '#FFFFFF88',
        sharpen: true,
        watermark: true,
        animated: true,
      },
    ])
    expect(short).toEqual(json)
    expect(json.watermark).toEqual({ bucket: 'brand', key: 'marks/logo.png' })
  })

  it('is frozen', () => {
    const config = readConfig({})
    expect(Object.isFrozen(config) && Object.isFrozen(config.variants)).toBe(true)
  })

  it('treats empty variables as absent, as templates write them', () => {
    expect(
      readConfig({ OUTPUT: '', VARIANTS: '', OUTPUT_BUCKET: '', ALLOWED_BUCKETS: '', MAX_INPUT_BYTES: '' }),
    ).toEqual(readConfig({}))
  })

  it('makes one thumbnail when it replaces originals', () => {
    expect(readConfig({ OUTPUT: 'replace' }).variants.map(({ name }) => name)).toEqual(['thumb'])
  })

  it('reads lists, sizes and words in any order', () => {
    const config = readConfig({
      VARIANTS: ' hero = 10x20 ;',
      ALLOWED_BUCKETS: 'a, b,',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    })
    expect(config.allowedBuckets).toEqual(['a', 'b'])
    expect(config.memoryBytes).toBe(536_870_912)
    expect(config.variants).toEqual([{ ...DEFAULT_VARIANT, name: 'hero', width: 10, height: 20 }])
    expect(readConfig({ VARIANTS: 'x=5,webp,attention,cover' }).variants).toEqual([
      {
        ...DEFAULT_VARIANT,
        name: 'x',
        width: 5,
        height: 5,
        fit: 'cover',
        crop: 'attention',
        formats: [{ type: 'webp', quality: null }],
      },
    ])
  })

  it.each([
    [{ OUTPUT: 'overwrite' }, 'known: derived, replace'],
    [{ VARIANTS: 'thumb=100x100,blur' }, 'known words: inside, cover'],
    [{ VARIANTS: 'thumb' }, 'name=size'],
    [{ VARIANTS: 'Thumb=1' }, 'lower case'],
    [{ VARIANTS: '../x=1' }, 'lower case'],
    [{ VARIANTS: 'thumb=0' }, '1 to 4096'],
    [{ VARIANTS: 'thumb=100x5000' }, '1 to 4096'],
    [{ VARIANTS: 'thumb=1e3' }, '1 to 4096'],
    [{ VARIANTS: 'a=1;a=2' }, 'named twice'],
    [{ VARIANTS: 'a=1,jpeg,webp' }, 'only one of jpeg, webp'],
    [{ VARIANTS: 'a=1,auto|webp' }, 'auto alone'],
    [{ VARIANTS: 'a=1,webp|webp:50' }, 'a format twice'],
    [{ VARIANTS: 'a=1,webp:0' }, 'unknown word'],
    [{ VARIANTS: 'a=1,q101' }, 'unknown word'],
    [{ VARIANTS: 'a=1,background=red' }, 'unknown word'],
    [{ VARIANTS: 'a=300,watermark' }, 'WATERMARK is not set'],
    [{ WATERMARK: 'mark.png' }, 's3://bucket/key'],
    [{ VARIANTS: '[{"name":"a"}]' }, 'sides of "a"'],
    [{ VARIANTS: '[{"width":1}]' }, 'variant 1 has no name'],
    [{ VARIANTS: '[{"name":"a","width":1,"colour":1}]' }, 'unknown field "colour"'],
    [
      { VARIANTS: '[{"name":"a","width":1,"fit":"fill","quality":0}]' },
      'fit is not one of inside, cover, contain; quality',
    ],
    [{ VARIANTS: '[{"name":"a"' }, 'not a list'],
    [{ VARIANTS: ';' }, 'name=size'],
    [{ VARIANTS: Array.from({ length: 21 }, (_, index) => `v${index}=1`).join(';') }, 'more than 20'],
    [{ OUTPUT: 'replace', VARIANTS: 'a=1;b=2' }, 'one image'],
    [{ DERIVED_PREFIX: 'derived' }, 'ends with /'],
    [{ DERIVED_PREFIX: '/derived/' }, 'DERIVED_PREFIX'],
    [{ DERIVED_PREFIX: '/' }, 'DERIVED_PREFIX'],
    [{ DERIVED_PREFIX: 'a/../' }, 'DERIVED_PREFIX'],
    [{ DERIVED_PREFIX: 'a//' }, 'DERIVED_PREFIX'],
    [{ MAX_INPUT_BYTES: '64MB' }, 'whole number'],
    [{ RESULT_TOPIC_ARN: 'results' }, 'ARN of an SNS topic'],
    [{ HEIC: 'yes' }, 'known: none, libheif-js'],
    [{ STRIP_ORIGINAL: 'yes' }, 'known: false, true'],
    [{ STRIP_ORIGINAL: 'true', OUTPUT: 'replace' }, 'no original is left'],
    [{ REQUIRE_SCAN: 'yes' }, 'known: none, guardduty'],
    [{ METRICS_NAMESPACE: 'AWS/Lambda' }, 'namespace of your own'],
    [{ MAX_INPUT_PIXELS: '-1' }, 'whole number'],
    [{ MAX_INPUT_PIXELS: '0' }, 'whole number'],
  ])('refuses %j', (env, reason) => {
    expect(() => readConfig(env)).toThrow(reason)
  })

  it('lists every fault at once', () => {
    const env = { OUTPUT: 'x', VARIANTS: 'a=0;b=1,blur', DERIVED_PREFIX: '/', MAX_INPUT_BYTES: 'x' }
    expect(() => readConfig(env)).toThrow(ConfigError)
    try {
      readConfig(env)
    } catch (error) {
      expect(error instanceof ConfigError && error.problems).toHaveLength(5)
    }
  })

  it('fails for a function that is too small for any image', () => {
    const env = { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128' }
    expect(() => readConfig(env)).toThrow(/has 128 MB of memory; these variants need at least 1\d\d MB/)
    expect(() => readConfig({ AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256' })).not.toThrow()
    const large = { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256', VARIANTS: 'a=4096,inside' }
    expect(() => readConfig(large)).toThrow('at least')
  })
})
