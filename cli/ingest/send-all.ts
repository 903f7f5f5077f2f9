import { type Batch, idOf } from './batches.ts';

/** Requests under way at a time. */
const mostInFlight = 4;
/** Batches that were sent and are not settled, since one before them is still under way. */
const mostUnsettled = 16;

/**
 * Sends batches, several at a time. Two batches with changes of one document are sent in their order.
 * @param settle is told what became of each batch, in the order of the batches
 * @throws the first error of `send`, after the requests under way have ended
 */
export async function sendAll<Outcome>(
  batches: AsyncIterable<Batch>,
  send: (batch: Batch) => Promise<Outcome>,
  settle: (batch: Batch, outcome: Outcome) => void,
): Promise<void> {
  const inFlight = new Map<Promise<void>, Set<string>>();
  const unsettled: { batch: Batch; outcome?: Outcome }[] = [];
  let failure: { error: unknown } | undefined;
  for await (const batch of batches) {
    const ids = new Set([...batch.additions, ...batch.deletions].map(idOf));
    const mustWait = () =>
      inFlight.size >= mostInFlight ||
      unsettled.length >= mostUnsettled ||
      [...inFlight.values()].some((others) => !ids.isDisjointFrom(others));
    while (!failure && mustWait()) await Promise.race(inFlight.keys());
    if (failure) break;
    const place: (typeof unsettled)[number] = { batch };
    unsettled.push(place);
    const sending = send(batch)
      .then((outcome) => {
        place.outcome = outcome;
        for (let [first] = unsettled; first?.outcome !== undefined; [first] = unsettled) {
          settle(first.batch, first.outcome);
          unsettled.shift();
        }
      })
      .catch((error) => {
        failure ??= { error };
      })
      .finally(() => inFlight.delete(sending));
    inFlight.set(sending, ids);
  }
  await Promise.all(inFlight.keys());
  if (failure) throw failure.error;
}
