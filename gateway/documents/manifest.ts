/** Documents by the id that clients send in their place. */
export type Manifest = ReadonlyMap<string, string>;

/**
 * Reads a manifest of trusted documents as a client's tools write it: Apollo's `persisted-query-manifest.json`, or a map from id
 * to document as Relay's compiler and GraphQL Code Generator's client preset write it.
 * @throws Error with one line that says what is wrong
 */
export function parseManifest(text: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('it is not valid JSON');
  }
  if (typeof json !== 'object' || json === null) throw new Error('it is no JSON object');
  if (Array.isArray(json)) throw new Error('it is a list; a manifest is an object');
  const { format, version, operations } = json as Record<string, unknown>;
  if (format === undefined || typeof operations !== 'object') return fromMap(json as Record<string, unknown>);
  if (format !== 'apollo-persisted-query-manifest' || version !== 1) {
    throw new Error(
      `it has the format ${JSON.stringify(format)}, version ${JSON.stringify(version)}, which is not known`,
    );
  }
  if (!Array.isArray(operations)) throw new Error('"operations" is no list');
  return new Map(
    operations.map((operation: Record<string, unknown> | null, at) => {
      const { id, body } = operation ?? {};
      if (typeof id !== 'string' || typeof body !== 'string')
        throw new Error(`operations[${at}] has no "id" and "body"`);
      return [id, body];
    }),
  );
}

function fromMap(documents: Record<string, unknown>): Manifest {
  return new Map(
    Object.entries(documents).map(([id, document]) => {
      if (typeof document !== 'string') throw new Error(`what stands under "${id}" is no document`);
      return [id, document];
    }),
  );
}
