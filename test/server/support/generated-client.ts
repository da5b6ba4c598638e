// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
// Generated: npx swagger-typescript-api@13.13.0 generate -p openapi.json -o . -n generated-client.ts
// From the document with the SHA-256 4c9938b1f8bc066714c334dcc3114529ce15b357321659174d3516b24f1793e1
/* eslint-disable */
/* tslint:disable */
// @ts-nocheck
/*
 * ---------------------------------------------------------------
 * ## THIS FILE WAS GENERATED VIA SWAGGER-TYPESCRIPT-API        ##
 * ##                                                           ##
 * ## AUTHOR: acacode                                           ##
 * ## SOURCE: https://github.com/acacode/swagger-typescript-api ##
 * ---------------------------------------------------------------
 */

export interface PresignRequest {
  /** @maxItems 100 */
  files: {
    name: string;
    /**
     * @min 0
     * @max 9007199254740991
     */
    size: number;
    type: string;
    /** @maxLength 256 */
    ref?: string;
    /** @pattern ^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$ */
    sha256?: string;
    partChecksum?: "sha256";
  }[];
  /** @maxLength 256 */
  route?: string;
  metadata?: Partial<Record<any, string>>;
}

export interface PartsRequest {
  ticket: string;
  /** @maxItems 100 */
  partNumbers?: number[];
  sha256?: Record<string, string>;
  /**
   * @min 0
   * @max 10000
   */
  afterPartNumber?: number;
}

export interface CompleteRequest {
  /** @maxItems 100 */
  uploads: {
    ticket: string;
    metadata?: Partial<Record<any, string>>;
  }[];
}

export interface AbortRequest {
  ticket: string;
}

export interface StatusRequest {
  /** @maxItems 100 */
  tickets: string[];
}

export interface ConfigResponse {
  version: 1;
  routes: Record<
    string,
    {
      maxFileSize: number;
      minFileSize: number;
      allowedContentTypes: string[];
      maxFiles: number;
      multipartThreshold: number | null;
      checksum: "none" | "optional" | "required";
      processedContentTypes?: string[];
    }
  >;
}

export interface PresignResponse {
  uploads: (
    | {
        ok: true;
        ref: string;
        id: string;
        key: string;
        ticket: string;
        expiresAt: string;
        plan:
          | {
              kind: "post";
              url: string;
              fields: Record<string, string>;
            }
          | {
              kind: "multipart";
              partSize: number;
              partCount: number;
              parts: {
                partNumber: number;
                url: string;
                headers?: Record<string, string>;
              }[];
              partChecksum?: "sha256";
            }
          | {
              kind: "put";
              url: string;
              headers: Record<string, string>;
            };
      }
    | {
        ok: false;
        ref: string;
        error: {
          /** See the table of error codes. */
          code: string;
          detail: string;
          retryable: boolean;
          limit?: number;
          retryAfterMs?: number;
        };
      }
  )[];
}

export type PartsResponse =
  | {
      kind: "signed";
      parts: {
        partNumber: number;
        url: string;
        headers?: Record<string, string>;
      }[];
      expiresAt: string;
    }
  | {
      kind: "stored";
      parts: {
        partNumber: number;
        size: number;
        etag: string;
        sha256?: string;
      }[];
      nextPartNumber: number | null;
    };

export interface CompleteResponse {
  uploads: (
    | {
        ok: true;
        id: string;
        key: string;
        size: number;
        contentType: string;
        etag: string;
        versionId: string | null;
        sha256: string | null;
        messageId: string | null;
        data?: any;
      }
    | {
        ok: false;
        id: string | null;
        error: {
          /** See the table of error codes. */
          code: string;
          detail: string;
          retryable: boolean;
          limit?: number;
          retryAfterMs?: number;
        };
      }
  )[];
}

export interface AbortResponse {
  id: string;
  removed: "multipart" | "object" | "nothing";
}

export interface StatusResponse {
  uploads: (
    | {
        state: "pending";
        id: string;
      }
    | {
        state: "processing";
        id: string;
        startedAt: string;
      }
    | {
        state: "ready";
        id: string;
        variants: {
          name: string;
          key: string;
          url: string;
          contentType: string;
          width: number;
          height: number;
          size: number;
          frames?: number;
          hdr?: "kept" | "lost";
        }[];
        image: {
          format: string;
          width: number;
          height: number;
          orientation: number;
          hasAlpha: boolean;
          frames: number;
          capturedAt: string | null;
          contentType?: string;
          size?: number;
          colorSpace?: string;
          bitDepth?: number;
          hdr?: boolean;
          durationMs?: number;
          loop?: number;
          density?: number;
          camera?: string;
          lens?: string;
          exposure?: string;
          copyright?: string;
          hasLocation?: boolean;
          placeholder?: {
            thumbHash: string;
            color: string;
          };
          sources?: {
            type: string;
            srcset: string;
            src: string;
            width: number;
            height: number;
          }[];
        };
        metadata: Record<string, string>;
        timings: {
          fetchMs: number;
          transformMs: number;
          storeMs: number;
        };
        warnings?: string[];
      }
    | {
        state: "failed";
        id: string;
        code: string;
        detail: string;
        retryable: boolean;
      }
    | {
        state: "unknown";
        id: string | null;
        error: {
          /** See the table of error codes. */
          code: string;
          detail: string;
          retryable: boolean;
          limit?: number;
          retryAfterMs?: number;
        };
      }
  )[];
  retryAfterMs?: number;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  retryable: boolean;
  instance?: string;
  errors?: {
    path: string;
    message: string;
  }[];
  limit?: number;
}

export type QueryParamsType = Record<string | number, any>;
export type ResponseFormat = keyof Omit<Body, "body" | "bodyUsed">;

export interface FullRequestParams extends Omit<RequestInit, "body"> {
  /** set parameter to `true` for call `securityWorker` for this request */
  secure?: boolean;
  /** request path */
  path: string;
  /** content type of request body */
  type?: ContentType;
  /** query params */
  query?: QueryParamsType;
  /** format of response (i.e. response.json() -> format: "json") */
  format?: ResponseFormat;
  /** request body */
  body?: unknown;
  /** base url */
  baseUrl?: string;
  /** request cancellation token */
  cancelToken?: CancelToken;
}

export type RequestParams = Omit<
  FullRequestParams,
  "body" | "method" | "query" | "path"
>;

export interface ApiConfig<SecurityDataType = unknown> {
  baseUrl?: string;
  baseApiParams?: Omit<RequestParams, "baseUrl" | "cancelToken" | "signal">;
  securityWorker?: (
    securityData: SecurityDataType | null,
  ) => Promise<RequestParams | void> | RequestParams | void;
  customFetch?: typeof fetch;
}

export interface HttpResponse<D extends unknown, E extends unknown = unknown>
  extends Response {
  data: D;
  error: E;
}

type CancelToken = Symbol | string | number;

export enum ContentType {
  Json = "application/json",
  JsonApi = "application/vnd.api+json",
  FormData = "multipart/form-data",
  UrlEncoded = "application/x-www-form-urlencoded",
  Text = "text/plain",
}

export class HttpClient<SecurityDataType = unknown> {
  public baseUrl: string = ".";
  private securityData: SecurityDataType | null = null;
  private securityWorker?: ApiConfig<SecurityDataType>["securityWorker"];
  private abortControllers = new Map<CancelToken, AbortController>();
  private customFetch = (...fetchParams: Parameters<typeof fetch>) =>
    fetch(...fetchParams);

  private baseApiParams: RequestParams = {
    credentials: "same-origin",
    headers: {},
    redirect: "follow",
    referrerPolicy: "no-referrer",
  };

  constructor(apiConfig: ApiConfig<SecurityDataType> = {}) {
    Object.assign(this, apiConfig);
  }

  public setSecurityData = (data: SecurityDataType | null) => {
    this.securityData = data;
  };

  protected encodeQueryParam(key: string, value: any) {
    const encodedKey = encodeURIComponent(key);
    return `${encodedKey}=${encodeURIComponent(typeof value === "number" ? value : `${value}`)}`;
  }

  protected addQueryParam(query: QueryParamsType, key: string) {
    return this.encodeQueryParam(key, query[key]);
  }

  protected addArrayQueryParam(query: QueryParamsType, key: string) {
    const value = query[key];
    return value.map((v: any) => this.encodeQueryParam(key, v)).join("&");
  }

  protected toQueryString(rawQuery?: QueryParamsType): string {
    const query = rawQuery || {};
    const keys = Object.keys(query).filter(
      (key) => "undefined" !== typeof query[key],
    );
    return keys
      .map((key) =>
        Array.isArray(query[key])
          ? this.addArrayQueryParam(query, key)
          : this.addQueryParam(query, key),
      )
      .join("&");
  }

  protected addQueryParams(rawQuery?: QueryParamsType): string {
    const queryString = this.toQueryString(rawQuery);
    return queryString ? `?${queryString}` : "";
  }

  private contentFormatters: Record<ContentType, (input: any) => any> = {
    [ContentType.Json]: (input: any) =>
      input !== null && (typeof input === "object" || typeof input === "string")
        ? JSON.stringify(input)
        : input,
    [ContentType.JsonApi]: (input: any) =>
      input !== null && (typeof input === "object" || typeof input === "string")
        ? JSON.stringify(input)
        : input,
    [ContentType.Text]: (input: any) =>
      input !== null && typeof input !== "string"
        ? JSON.stringify(input)
        : input,
    [ContentType.FormData]: (input: any) => {
      if (input instanceof FormData) {
        return input;
      }

      return Object.keys(input || {}).reduce((formData, key) => {
        const property = input[key];
        formData.append(
          key,
          property instanceof Blob
            ? property
            : typeof property === "object" && property !== null
              ? JSON.stringify(property)
              : `${property}`,
        );
        return formData;
      }, new FormData());
    },
    [ContentType.UrlEncoded]: (input: any) => this.toQueryString(input),
  };

  protected mergeRequestParams(
    params1: RequestParams,
    params2?: RequestParams,
  ): RequestParams {
    return {
      ...this.baseApiParams,
      ...params1,
      ...(params2 || {}),
      headers: {
        ...(this.baseApiParams.headers || {}),
        ...(params1.headers || {}),
        ...((params2 && params2.headers) || {}),
      },
    };
  }

  protected createAbortSignal = (
    cancelToken: CancelToken,
  ): AbortSignal | undefined => {
    if (this.abortControllers.has(cancelToken)) {
      const abortController = this.abortControllers.get(cancelToken);
      if (abortController) {
        return abortController.signal;
      }
      return void 0;
    }

    const abortController = new AbortController();
    this.abortControllers.set(cancelToken, abortController);
    return abortController.signal;
  };

  public abortRequest = (cancelToken: CancelToken) => {
    const abortController = this.abortControllers.get(cancelToken);

    if (abortController) {
      abortController.abort();
      this.abortControllers.delete(cancelToken);
    }
  };

  public request = async <T = any, E = any>({
    body,
    secure,
    path,
    type,
    query,
    format,
    baseUrl,
    cancelToken,
    ...params
  }: FullRequestParams): Promise<HttpResponse<T, E>> => {
    const secureParams =
      ((typeof secure === "boolean" ? secure : this.baseApiParams.secure) &&
        this.securityWorker &&
        (await this.securityWorker(this.securityData))) ||
      {};
    const requestParams = this.mergeRequestParams(params, secureParams);
    const queryString = query && this.toQueryString(query);
    const payloadFormatter = this.contentFormatters[type || ContentType.Json];
    const responseFormat = format || requestParams.format;

    return this.customFetch(
      `${baseUrl || this.baseUrl || ""}${path}${queryString ? `?${queryString}` : ""}`,
      {
        ...requestParams,
        headers: {
          ...(requestParams.headers || {}),
          ...(type && type !== ContentType.FormData
            ? { "Content-Type": type }
            : {}),
        },
        signal:
          (cancelToken
            ? this.createAbortSignal(cancelToken)
            : requestParams.signal) || null,
        body:
          typeof body === "undefined" || body === null
            ? null
            : payloadFormatter(body),
      },
    ).then(async (response) => {
      const r = response as HttpResponse<T, E>;
      r.data = null as unknown as T;
      r.error = null as unknown as E;

      const responseToParse = responseFormat ? response.clone() : response;
      const data = !responseFormat
        ? r
        : await responseToParse[responseFormat]()
            .then((data) => {
              if (r.ok) {
                r.data = data;
              } else {
                r.error = data;
              }
              return r;
            })
            .catch((e) => {
              r.error = e;
              return r;
            });

      if (cancelToken) {
        this.abortControllers.delete(cancelToken);
      }

      if (!response.ok) throw data;
      return data;
    });
  };
}

/**
 * @title Upload API
 * @version 1.0.0
 * @license MIT
 * @baseUrl .
 *
 * Signs uploads to Amazon S3, verifies what was stored and announces it.
 */
export class Api<
  SecurityDataType extends unknown,
> extends HttpClient<SecurityDataType> {
  config = {
    /**
     * No description
     *
     * @name Config
     * @summary The limits of every route.
     * @request GET:/config
     */
    config: (params: RequestParams = {}) =>
      this.request<ConfigResponse, Problem>({
        path: `/config`,
        method: "GET",
        format: "json",
        ...params,
      }),
  };
  presign = {
    /**
     * No description
     *
     * @name Presign
     * @summary A plan and a ticket for each file, or why it is refused.
     * @request POST:/presign
     */
    presign: (data: PresignRequest, params: RequestParams = {}) =>
      this.request<PresignResponse, Problem>({
        path: `/presign`,
        method: "POST",
        body: data,
        type: ContentType.Json,
        format: "json",
        ...params,
      }),
  };
  parts = {
    /**
     * No description
     *
     * @name Parts
     * @summary New URLs for parts of one upload (with `partNumbers`), or the parts that S3 has.
     * @request POST:/parts
     */
    parts: (data: PartsRequest, params: RequestParams = {}) =>
      this.request<PartsResponse, Problem>({
        path: `/parts`,
        method: "POST",
        body: data,
        type: ContentType.Json,
        format: "json",
        ...params,
      }),
  };
  complete = {
    /**
     * No description
     *
     * @name Complete
     * @summary Verifies what S3 has and announces it.
     * @request POST:/complete
     */
    complete: (data: CompleteRequest, params: RequestParams = {}) =>
      this.request<CompleteResponse, Problem>({
        path: `/complete`,
        method: "POST",
        body: data,
        type: ContentType.Json,
        format: "json",
        ...params,
      }),
  };
  abort = {
    /**
     * No description
     *
     * @name Abort
     * @summary Removes what was not completed.
     * @request POST:/abort
     */
    abort: (data: AbortRequest, params: RequestParams = {}) =>
      this.request<AbortResponse, Problem>({
        path: `/abort`,
        method: "POST",
        body: data,
        type: ContentType.Json,
        format: "json",
        ...params,
      }),
  };
  status = {
    /**
     * No description
     *
     * @name Status
     * @summary What became of each upload.
     * @request POST:/status
     */
    status: (data: StatusRequest, params: RequestParams = {}) =>
      this.request<StatusResponse, Problem>({
        path: `/status`,
        method: "POST",
        body: data,
        type: ContentType.Json,
        format: "json",
        ...params,
      }),
  };
}
