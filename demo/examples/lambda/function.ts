import { lambdaHandler } from 's3-uploader-element/server/lambda'

// UPLOAD_BUCKET, UPLOAD_TOPIC_ARN and UPLOAD_SECRET are variables of the function.
export const handler = await lambdaHandler({
  authorize: () => ({ subject: 'the id of the signed-in user' }),
})
