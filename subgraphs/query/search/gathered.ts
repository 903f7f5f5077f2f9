import DataLoader from 'dataloader';

/**
 * Makes many askers share few calls. What is asked while nothing runs goes out at the end of the turn of the event loop,
 * together with all else that was asked in it; what is asked while `inFlight` calls run waits for one of them to end and
 * then goes out in one call. So a lone asker waits for nobody, and a crowd makes calls as large as it is.
 *
 * @param call answers in the order of the keys; an Error in place of an answer fails that asker alone
 */
export function gathered<K, V>(
  call: (keys: readonly K[]) => Promise<(V | Error)[]>,
  o: { inFlight: number; largest: number },
): (key: K) => Promise<V> {
  const waiting: (() => void)[] = [];
  let running = 0;

  const loader = new DataLoader<K, V>(
    async (keys) => {
      running++;
      try {
        return await call(keys);
      } finally {
        running--;
        waiting.shift()?.();
      }
    },
    {
      cache: false,
      maxBatchSize: o.largest,
      batchScheduleFn: (dispatch) => {
        if (running < o.inFlight) setImmediate(dispatch);
        else waiting.push(dispatch);
      },
    },
  );
  return (key) => loader.load(key);
}
