/** Why a request is turned away: an HTTP status, a code and what to do. */
export interface Refusal {
  status: number;
  code: string;
  message: string;
  /** More headers of the answer. */
  headers?: Record<string, string>;
}

export function isRefusal(admitted: object): admitted is Refusal {
  return 'status' in admitted;
}
