import { randomUUID } from 'node:crypto';
import type { ApolloServerPlugin } from '@apollo/server';
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { getArgumentValues } from 'graphql/execution/values.js';
import type { Requirement } from '../access/requirement.ts';
import type { RequestContext } from '../request-context.ts';
import type { AuditEntry, AuditRecorder } from './recorder.ts';
import { redacted } from './redact.ts';

/** A mutation that demands one of these is an operator's. */
const OF_OPERATORS = new Set(['ops', 'admin']);
const UNAUTHORIZED = 'UNAUTHORIZED_FIELD_OR_TYPE';

/**
 * Records each root field of a mutation that is for operators, however it went.
 * @param demands what a field demands of who asks
 */
export function auditMutations(
  recorder: AuditRecorder,
  demands: (type: string, field: string) => readonly Requirement[],
): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ operation, document, schema, request, contextValue, response }) {
          const type = schema.getMutationType();
          if (operation?.operation !== 'mutation' || !document || !type || response.body.kind !== 'single')
            return;
          const { data, errors = [] } = response.body.singleResult;
          for (const field of rootFields(document, request.operationName)) {
            const name = field.name.value;
            const its = demands(type.name, name);
            if (!its.some(({ scopes }) => scopes.flat().some((scope) => OF_OPERATORS.has(scope)))) continue;
            const outcome = outcomeOf((field.alias ?? field.name).value, data, errors);
            if (!outcome) continue;
            recorder.record({
              id: randomUUID(),
              at: new Date().toISOString(),
              field: name,
              ...outcome,
              actor: contextValue.identity.id,
              address: contextValue.address ?? null,
              requestId: contextValue.requestId,
              arguments: argumentsOf(schema, field, request.variables),
            });
          }
        },
      };
    },
  };
}

function rootFields(document: DocumentNode, operationName: string | undefined): FieldNode[] {
  const fields: FieldNode[] = [];
  const seen = new Set<string>();
  const visit = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) fields.push(selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) visit(selection.selectionSet);
      else if (!seen.has(selection.name.value)) {
        seen.add(selection.name.value);
        const fragment = document.definitions.find(
          (node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === selection.name.value,
        );
        if (fragment?.kind === Kind.FRAGMENT_DEFINITION) visit(fragment.selectionSet);
      }
    }
  };
  const operation = getOperationAST(document, operationName);
  if (operation) visit(operation.selectionSet);
  return fields;
}

/** @returns undefined of a field that was left out, by @skip or @include */
function outcomeOf(
  key: string,
  data: Record<string, unknown> | null | undefined,
  errors: readonly GraphQLFormattedError[],
): Pick<AuditEntry, 'outcome' | 'code'> | undefined {
  const refused = errors.some(
    ({ path, extensions }) => extensions?.code === UNAUTHORIZED && path?.length === 1,
  );
  // Of a mutation with a field that is refused nothing is done.
  if (refused && !data) return { outcome: 'REFUSED', code: UNAUTHORIZED };
  // What could not be read of the answer was done nevertheless.
  const own = errors.find(({ path }) => path === undefined || (path.length === 1 && path[0] === key));
  if (own) return { outcome: 'FAILED', code: String(own.extensions?.code ?? 'UNKNOWN') };
  const nullified = errors.some(({ path }) => path?.[0] === key);
  if (!nullified && data && !(key in data)) return undefined;
  return { outcome: 'SUCCEEDED', code: null };
}

function argumentsOf(
  schema: GraphQLSchema,
  field: FieldNode,
  variables: Record<string, unknown> | undefined,
): unknown {
  const definition = schema.getMutationType()?.getFields()[field.name.value];
  if (!definition) return {};
  try {
    return redacted(getArgumentValues(definition, field, variables));
  } catch {
    return { '…': 'could not be read' };
  }
}
