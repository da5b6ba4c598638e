/** What the element's attributes and properties mean to the uploader. Pure but for the page's address. */
import type { FileRules } from './engine/files/file-rules.ts'
import { defaultSettings, type UploaderSettings } from './engine/uploader-settings.ts'
import type { UploaderProperties } from './uploader-properties.ts'

/** Frameworks set null where nothing is meant, whatever the types say. */
export function toSettings(element: UploaderProperties): UploaderSettings {
  return {
    route: element.route ?? defaultSettings.route,
    metadata: element.metadata ?? defaultSettings.metadata,
    rules: rulesOf(element),
    selection: element.multiple || element.directory ? 'multiple' : 'single',
    start: element.manual ? 'manual' : 'automatic',
    finish: element.noStatus ? 'announced' : 'processed',
    sessions: element.noResume ? 'forget' : 'remember',
    checksum: element.checksum,
    metrics: element.metrics ? 'report' : 'silent',
    concurrency: numberOr(defaultSettings.concurrency, element.concurrency),
    retries: numberOr(defaultSettings.retries, element.retries),
    stallTimeoutMs: numberOr(defaultSettings.stallTimeoutMs, element.stallTimeout),
  }
}

/** The last answer: it is asked for with every file. */
let known = { endpoint: '', baseURI: '', scope: '' }

/** The backend, for what is written down. */
export function scopeOf({ endpoint }: UploaderProperties): string {
  const { baseURI } = document
  if (known.endpoint !== endpoint || known.baseURI !== baseURI) {
    const scope = URL.canParse(endpoint, baseURI) ? new URL(endpoint, baseURI).href : endpoint
    known = { endpoint, baseURI, scope }
  }
  return known.scope
}

/** This element among all of the site, as far as its author tells them apart. */
export function placeOf({ id, name }: UploaderProperties): string {
  return [location.pathname + location.search, id, name ?? ''].join(' ')
}

function rulesOf(element: UploaderProperties): FileRules {
  return {
    accept: element.accept ?? undefined,
    minFileSize: numberOr(undefined, element.minFileSize),
    maxFileSize: numberOr(undefined, element.maxFileSize),
    maxTotalSize: numberOr(undefined, element.maxTotalSize),
    maxFiles: numberOr(undefined, element.maxFiles),
    duplicates: element.noDuplicates ? 'refuse' : 'allow',
    content: element.verifyContent ? 'verify' : 'trust',
    minWidth: numberOr(undefined, element.minWidth),
    maxWidth: numberOr(undefined, element.maxWidth),
    minHeight: numberOr(undefined, element.minHeight),
    maxHeight: numberOr(undefined, element.maxHeight),
    validators: element.validators,
  }
}

/** An attribute that is taken away or wrong leaves undefined behind. */
function numberOr<Fallback>(fallback: Fallback, value: number | null | undefined): number | Fallback {
  return value == null || Number.isNaN(value) ? fallback : value
}
