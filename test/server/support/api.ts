/** The API on the adapter that `TEST_AWS_CLIENT` names: `sdk` (default) or `light`. */
import * as sdk from '../../../server/index.ts'
import * as light from '../../../server/light.ts'

export const isLight = process.env.TEST_AWS_CLIENT === 'light'

export const { uploads, uploadsProbe, uploadsSweep } = isLight ? light : sdk
