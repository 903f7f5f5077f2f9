import { Failure } from '../failure.ts';

/** A root field of an answer without errors: null only where its service is away, which would have been an error. */
export function answered<T>(value: T | null): T {
  if (value === null) throw new Failure('The server answered with nothing and no reason: see its log.');
  return value;
}
