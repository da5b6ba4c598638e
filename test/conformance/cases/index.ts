import type { ConformanceCase } from '../conformance-case.ts'
import { browserCases } from './browser.ts'
import { bucketCases } from './buckets.ts'
import { copyCases } from './copies.ts'
import { corsCases } from './cors.ts'
import { disconnectsAndRaces } from './disconnects-and-races.ts'
import { headerSignedCases } from './header-signed.ts'
import { multipartCases } from './multipart.ts'
import { multipartCompleteCases } from './multipart-complete.ts'
import { notificationCases } from './notifications.ts'
import { postAttributeCases } from './post-attributes.ts'
import { postFormCases } from './post-form.ts'
import { postPolicyCases } from './post-policy.ts'
import { presignedCases } from './presigned.ts'
import { publicFormCases } from './public-forms.ts'
import { readingCases } from './reading.ts'

/** The whole table. */
export const conformanceCases: ConformanceCase[] = [
  ...postPolicyCases,
  ...postFormCases,
  ...postAttributeCases,
  ...publicFormCases,
  ...presignedCases,
  ...headerSignedCases,
  ...corsCases,
  ...multipartCases,
  ...multipartCompleteCases,
  ...readingCases,
  ...copyCases,
  ...bucketCases,
  ...notificationCases,
  ...disconnectsAndRaces,
  ...browserCases,
]
