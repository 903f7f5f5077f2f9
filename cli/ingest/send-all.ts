import type { SourceDocument } from '../documents/document.ts';

/** Requests under way at a time. */
const mostInFlight = 4;

/**
 * Sends batches, several at a time. Two batches with revisions of one document are sent in their order.
 * @throws the first error of `send`, after the requests under way have ended
 */
export async function sendAll(
  batches: AsyncIterable<SourceDocument[]>,
  send: (batch: SourceDocument[]) => Promise<void>,
): Promise<void> {
  const inFlight = new Map<Promise<void>, Set<string>>();
  let failure: { error: unknown } | undefined;
  for await (const batch of batches) {
    const ids = new Set(batch.map(({ input }) => input.documentId));
    const mustWait = () =>
      inFlight.size >= mostInFlight || [...inFlight.values()].some((others) => !ids.isDisjointFrom(others));
    while (mustWait()) await Promise.race(inFlight.keys());
    if (failure) break;
    const sending = send(batch)
      .catch((error) => {
        failure ??= { error };
      })
      .finally(() => inFlight.delete(sending));
    inFlight.set(sending, ids);
  }
  await Promise.all(inFlight.keys());
  if (failure) throw failure.error;
}
