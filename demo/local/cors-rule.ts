/** The first rule that matches a request applies. Each origin and allowed header may contain one `*`. */
export interface CorsRule {
  allowedOrigins: string[]
  allowedMethods: string[]
  allowedHeaders: string[]
  exposeHeaders: string[]
  maxAgeSeconds: number
}

export const defaultCorsRules: CorsRule[] = [
  {
    allowedOrigins: ['*'],
    allowedMethods: ['GET', 'POST', 'PUT', 'HEAD'],
    allowedHeaders: ['*'],
    exposeHeaders: ['ETag', 'Location', 'x-amz-request-id', 'x-amz-id-2', 'x-amz-checksum-sha256'],
    maxAgeSeconds: 3000,
  },
]
