import { PartUnavailable } from '../../../lib/errors.ts';

/** The outcome of `promise`, or PartUnavailable where it takes longer than `ms`. */
export async function within<T>(ms: number, promise: Promise<T>, part: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new PartUnavailable(part, `no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
