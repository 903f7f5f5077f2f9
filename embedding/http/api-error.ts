/** An error in the shape of OpenAI's API, which its clients read: `{ error: { message, type, param, code } }`. */
export class ApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: string;
  readonly param: string | null;
  /** Seconds, sent as Retry-After. */
  readonly retryAfter: number | undefined;

  constructor(
    status: number,
    type: string,
    code: string,
    message: string,
    more: { param?: string; retryAfter?: number } = {},
  ) {
    super(message);
    this.status = status;
    this.type = type;
    this.code = code;
    this.param = more.param ?? null;
    this.retryAfter = more.retryAfter;
  }

  toJSON() {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.code } };
  }
}

export const apiError = {
  invalid: (param: string, message: string) =>
    new ApiError(400, 'invalid_request_error', 'invalid_value', `${param}: ${message}`, { param }),
  notJson: () => new ApiError(400, 'invalid_request_error', 'invalid_json', 'The body is not a JSON object.'),
  tooLarge: (limit: number) =>
    new ApiError(
      413,
      'invalid_request_error',
      'request_too_large',
      `The body is larger than ${limit} bytes. Send less at once.`,
    ),
  unknownModel: (message: string) =>
    new ApiError(404, 'invalid_request_error', 'model_not_found', message, { param: 'model' }),
  folderRefused: (message: string) =>
    new ApiError(400, 'invalid_request_error', 'model_folder_refused', message, { param: 'model_source' }),
  unknownRoute: (route: string) =>
    new ApiError(
      404,
      'invalid_request_error',
      'unknown_url',
      `There is no ${route}. This service has POST /v1/embeddings, POST /v1/rerank, POST and GET /v1/embeddings/images, GET /v1/models, POST /describe, POST /tokenize, GET /health and GET /metrics.`,
    ),
  keyNeeded: () =>
    new ApiError(
      401,
      'invalid_request_error',
      'invalid_api_key',
      'An API key is needed: send it as "Authorization: Bearer <key>".',
    ),
  overloaded: (detail: string, retryAfter: number) =>
    new ApiError(429, 'rate_limit_error', 'overloaded', `Too much to do: ${detail}. Try again later.`, {
      retryAfter,
    }),
  unavailable: (detail: string) =>
    new ApiError(503, 'server_error', 'unavailable', `Not available now: ${detail}. Try again.`, {
      retryAfter: 1,
    }),
  internal: () => new ApiError(500, 'server_error', 'internal_error', 'Internal error.'),
};
