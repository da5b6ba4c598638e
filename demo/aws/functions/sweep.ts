/** The scheduled function. It needs the same hooks (`onUploadComplete`, `claim`) as the API's. */
import { lambdaSweep } from '../../../server/lambda.ts'

export const handler = await lambdaSweep()
