/** The uploader's settings from the element's properties, and where on the site the element is. */
import { defaultSettings, type UploaderSettings } from './engine/uploader-settings.ts'
import { pictureTransformer } from './picture/picture-transformer.ts'
import type { UploaderProperties } from './uploader-properties.ts'

export function toSettings(element: UploaderProperties): UploaderSettings {
  const { accept, minFileSize, maxFileSize, maxTotalSize, maxFiles, validators } = element
  // What is sent keeps the attributes, also after the page's own transformers.
  const picture = pictureTransformer(element)
  const { minWidth, maxWidth, minHeight, maxHeight } = element
  return {
    route: element.route,
    metadata: element.metadata,
    rules: {
      ...{ accept: accept ?? undefined, minFileSize, maxFileSize, maxTotalSize, maxFiles, validators },
      ...{ minWidth, maxWidth, minHeight, maxHeight },
      duplicates: element.noDuplicates ? 'refuse' : 'allow',
      content: element.verifyContent ? 'verify' : 'trust',
    },
    transformers: picture === undefined ? element.transformers : [...element.transformers, picture],
    selection: element.multiple || element.directory ? 'multiple' : 'single',
    start: element.manual ? 'manual' : 'automatic',
    finish: element.noStatus ? 'announced' : 'processed',
    sessions: element.noResume ? 'forget' : 'remember',
    checksum: element.checksum,
    metrics: element.metrics ? 'report' : 'silent',
    concurrency: element.concurrency ?? defaultSettings.concurrency,
    retries: element.retries ?? defaultSettings.retries,
    stallTimeoutMs: element.stallTimeout ?? defaultSettings.stallTimeoutMs,
  }
}

/** The last answer: it is needed for every file. */
let known = { endpoint: '', baseURI: '', scope: '' }

/** The backend of saved uploads: its absolute URL. */
export function scopeOf({ endpoint }: UploaderProperties): string {
  const { baseURI } = document
  if (known.endpoint !== endpoint || known.baseURI !== baseURI) {
    const scope = URL.canParse(endpoint, baseURI) ? new URL(endpoint, baseURI).href : endpoint
    known = { endpoint, baseURI, scope }
  }
  return known.scope
}

/** This element among all elements of the site: page, `id` and `name`. */
export function placeOf({ id, name }: UploaderProperties): string {
  return [location.pathname + location.search, id, name ?? ''].join(' ')
}
