/**
 * Keeps XML responses away from the AWS SDK's parser.
 *
 * On Workers the SDK picks its browser parser, which needs a `DOMParser` that does not exist there: a publish that SNS
 * accepted or an upload that S3 assembled ends in an exception, and the client repeats it. So the few facts needed are
 * read from the text, on every runtime alike. Added to one command and never to a client: a client that the host
 * passes keeps its own behaviour.
 */
import { AwsError, type HttpResponse } from './aws-error.ts'

export interface XmlResponse {
  /** Empty until the service answered 2xx. */
  text: string
}

/** A middleware of the `deserialize` step. Throws an `AwsError` for a response that is not 2xx. */
export function readXml(
  service: 'S3' | 'SNS',
  xml: XmlResponse,
  client: { config: { streamCollector(body: unknown): Promise<Uint8Array> } },
) {
  return <Args, Result extends { response: unknown }>(next: (args: Args) => Promise<Result>) =>
    async (args: Args): Promise<Result> => {
      const result = await next(args)
      const { response } = result
      if (!isHttpResponse(response)) return result
      const { body } = response
      const bytes = body == null ? new Uint8Array() : await client.config.streamCollector(body)
      const text = new TextDecoder().decode(bytes)
      if (response.statusCode >= 300) throw new AwsError(service, response, text)
      xml.text = text
      // The SDK skips parsing an empty body.
      response.body = undefined
      return result
    }
}

function isHttpResponse(value: unknown): value is HttpResponse {
  return typeof value === 'object' && value !== null && 'statusCode' in value && 'headers' in value
}
