import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { GatewayMetrics } from '../metrics.ts';
import type { RequestContext } from '../request-context.ts';
import { type Coordinates, coordinatesOf, eachInValue } from './coordinates.ts';

/** Clients that are told apart; those that come later are one together. */
const MOST_CLIENTS = 50;
const OTHER: Client = { name: 'other', version: '' };
/** What a client may be called. */
const LABEL = /^[\x20-\x7e]{1,64}$/;

interface Client {
  name: string;
  version: string;
}

/** How often one client used one coordinate of the schema. */
export interface Use {
  client: string;
  version: string;
  operations: number;
  /** As ISO 8601. */
  last: string;
}

/** What clients used of a schema since the gateway started. */
export interface UsageReport {
  since: string;
  /** By coordinate: Type, Type.field, Type.field.argument, Enum.VALUE, Input.field. */
  uses: Record<string, Use[]>;
}

export interface Usage {
  record(operation: {
    schema: GraphQLSchema;
    document: DocumentNode;
    variables: Record<string, unknown>;
    context: RequestContext;
  }): void;
  report(): UsageReport;
}

/** Counts what clients use, by the names that they give themselves (`apollographql-client-name` and `-version`). */
export function usage(metrics: GatewayMetrics): Usage {
  const since = new Date().toISOString();
  const clients = new Map<string, Client>();
  const uses = new Map<string, Map<Client, { operations: number; last: number }>>();
  const known = new WeakMap<DocumentNode, Coordinates>();

  function clientOf({ headers }: RequestContext): Client {
    const name = label(headers['apollographql-client-name']);
    const version = label(headers['apollographql-client-version']);
    const key = `${name}\n${version}`;
    const before = clients.get(key);
    if (before) return before;
    if (clients.size >= MOST_CLIENTS) return OTHER;
    const client = { name, version };
    clients.set(key, client);
    return client;
  }

  return {
    record({ schema, document, variables, context }) {
      let coordinates = known.get(document);
      if (!coordinates) {
        coordinates = coordinatesOf(schema, document);
        known.set(document, coordinates);
      }
      const client = clientOf(context);
      const now = Date.now();
      const count = (coordinate: string) => {
        const its = uses.get(coordinate) ?? new Map<Client, { operations: number; last: number }>();
        uses.set(coordinate, its);
        const use = its.get(client);
        if (!use) its.set(client, { operations: 1, last: now });
        else {
          use.operations += 1;
          use.last = now;
        }
      };
      for (const coordinate of coordinates.used) count(coordinate);
      const deprecated = new Set(coordinates.deprecated);
      const inVariables = new Set<string>();
      for (const { name, type } of coordinates.variables) {
        eachInValue(variables[name], type, (coordinate, isDeprecated) => {
          if (isDeprecated) deprecated.add(coordinate);
          inVariables.add(coordinate);
        });
      }
      for (const coordinate of inVariables) count(coordinate);
      for (const coordinate of deprecated) metrics.deprecatedUse(coordinate, client.name, client.version);
    },
    report: () => ({
      since,
      uses: Object.fromEntries(
        [...uses].map(([coordinate, its]) => [
          coordinate,
          [...its].map(([{ name, version }, { operations, last }]) => ({
            client: name,
            version,
            operations,
            last: new Date(last).toISOString(),
          })),
        ]),
      ),
    }),
  };
}

function label(value: unknown): string {
  return typeof value === 'string' && LABEL.test(value) ? value : '';
}
