/** Adds headers to a request that is presigned, exactly as the client will send them. A middleware of the `build` step. */
export function signHeaders(added: Readonly<Record<string, string>>) {
  return <Args extends { request: unknown }, Result>(next: (args: Args) => Promise<Result>) =>
    (args: Args): Promise<Result> => {
      const { request } = args
      if (typeof request === 'object' && request !== null && 'headers' in request) {
        Object.assign(request, { headers: { ...Object(request.headers), ...added } })
      }
      return next(args)
    }
}
