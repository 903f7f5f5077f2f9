import type { ExecutionResult, GraphQLError } from 'graphql';

/** The executor keeps what could not be completed apart from the errors: a null without a reason. Here it becomes one. */
export function withReasons(result: ExecutionResult): ExecutionResult {
  const { valueCompletion, ...more } = (result.extensions ?? {}) as { valueCompletion?: GraphQLError[] };
  if (!valueCompletion) return result;
  const { extensions: _, ...rest } = result;
  const errors = [...(result.errors ?? []), ...valueCompletion];
  return { ...rest, errors, ...(Object.keys(more).length > 0 && { extensions: more }) };
}
