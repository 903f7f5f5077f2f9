import type { FormattedExecutionResult, GraphQLError } from 'graphql';
import type { OperationRequest } from '../../documents/read.ts';
import type { Operations } from '../../operations.ts';
import type { FormatError } from '../mask.ts';
import { presentAll } from '../mask.ts';
import type { Plugins } from './run.ts';

/** Operations as plugins change them: before they are validated, and before they are answered. */
export function withPlugins(operations: Operations, plugins: Plugins, present: FormatError): Operations {
  const { beforeValidation, beforeAnswer } = plugins;
  if (!beforeValidation && !beforeAnswer) return operations;

  async function seen(answer: FormattedExecutionResult, request: OperationRequest) {
    if (!beforeAnswer) return answer;
    try {
      return await beforeAnswer(answer, request);
    } catch (error) {
      // What a plugin did not see is not shown.
      return { errors: presentAll([error as GraphQLError], present), data: null };
    }
  }

  return {
    ...operations,
    async prepare(request) {
      try {
        Object.assign(request, await beforeValidation?.(request));
      } catch (error) {
        return { errors: [error as GraphQLError] };
      }
      return operations.prepare(request);
    },
    async answer(request, prepared, http) {
      const answered = await operations.answer(request, prepared, http);
      return { ...answered, body: await seen(answered.body, request) };
    },
    async run(request, prepared, transport) {
      const result = await operations.run(request, prepared, transport);
      return Symbol.asyncIterator in result ? result : seen(result, request);
    },
  };
}
