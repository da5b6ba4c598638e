/**
 * The API's function. Your own sign-in goes here, instead of the token:
 *
 * ```ts
 * export const handler = await lambdaHandler({ authorize: async (c) => await userOf(c.req.header('cookie')) })
 * ```
 */
import { lambdaHandler } from '../../../server/lambda.ts'

export const handler = await lambdaHandler()
