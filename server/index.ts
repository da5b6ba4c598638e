/** The public names of the API, on the AWS SDK. */

export * from './public-names.ts'
export { type UploadsOptions, uploads, uploadsProbe, uploadsSweep } from './sdk.ts'
