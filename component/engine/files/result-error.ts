import type { RouteLimits } from '../../protocol.ts'
import { UploadError } from '../upload/upload-error.ts'
import { brokenRule, combineRules, type FileRules } from './file-rules.ts'
import { type ListedFile, occupancy } from './listed-files.ts'

/**
 * Why what transformers made of a file may not be sent; undefined where it may.
 *
 * @param others files that count for `maxTotalSize`
 */
export function resultError(
  file: File,
  rules: { readonly page: FileRules; readonly limits: RouteLimits | undefined },
  others: Iterable<Omit<ListedFile, 'file'>>,
): UploadError | undefined {
  const broken = brokenRule(file, rulesAfterTransform(rules.page, rules.limits), occupancy(others))
  if (broken === undefined) return undefined
  const { code, limit } = broken
  const message = 'What a transformer made of the file breaks a rule'
  return new UploadError(code, message, { ...(limit !== undefined && { limit }) })
}

/** For what transformers made of a file. `accept` and the page's `minFileSize` are about what visitors choose. */
function rulesAfterTransform(page: FileRules, limits: RouteLimits | undefined): FileRules {
  const { allowedContentTypes, maxFileSize } = combineRules(page, limits)
  const { maxTotalSize } = page
  return { allowedContentTypes, maxFileSize, maxTotalSize, minFileSize: limits?.minFileSize }
}
