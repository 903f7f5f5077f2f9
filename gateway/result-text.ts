import type { FormattedExecutionResult } from 'graphql';
import { stringifyJson64 } from '../lib/json64.ts';

const texts = new WeakMap<FormattedExecutionResult, string>();

/** A result of a stream as JSON: made once, however many clients get it. */
export function resultText(result: FormattedExecutionResult): string {
  let text = texts.get(result);
  if (text === undefined) {
    text = stringifyJson64(result);
    texts.set(result, text);
  }
  return text;
}
