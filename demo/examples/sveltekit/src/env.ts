import { defineEnvVars } from '@sveltejs/kit/env'

/** Not required: the build runs without them. */
const late = { schema: (value = '') => value }
export const variables = defineEnvVars({ UPLOAD_BUCKET: late, UPLOAD_TOPIC_ARN: late, UPLOAD_SECRET: late })
