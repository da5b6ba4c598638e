/**
 * Keeps XML answers away from the AWS SDK's parser.
 *
 * On Workers the SDK picks its browser parser, which needs a `DOMParser` that is not there: a publish that SNS
 * accepted, an upload that S3 assembled, end in an exception, the client retries, and it all happens again. So the
 * few facts worth having are read from the text by pattern, on every runtime alike. To be added to one command, never
 * to a client: one that the host gave us keeps its own behaviour.
 */
import { AwsRefusal, type HttpResponse } from './aws-error.ts'

export interface TextAnswer {
  /** Empty until the service answered 2xx. */
  text: string
}

/** A middleware of the `deserialize` step. An answer that is not 2xx is thrown as an `AwsRefusal`. */
export function readAsText(
  service: 'S3' | 'SNS',
  answer: TextAnswer,
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
      if (response.statusCode >= 300) throw new AwsRefusal(service, response, text)
      answer.text = text
      // The SDK parses nothing when there is nothing.
      response.body = undefined
      return result
    }
}

function isHttpResponse(value: unknown): value is HttpResponse {
  return typeof value === 'object' && value !== null && 'statusCode' in value && 'headers' in value
}
