/** A running service. Disposing it drains: no new work is taken, the work in hand is finished, then it closes. */
export interface Service extends AsyncDisposable {
  /** Where it answers, without a trailing slash: http://127.0.0.1:4001 */
  readonly url: string;
}
