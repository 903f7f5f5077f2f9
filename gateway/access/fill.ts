import { type GraphQLError, type GraphQLOutputType, isListType, isNonNullType } from 'graphql';
import { gatewayError } from '../errors.ts';
import type { Place } from './analyse.ts';
import type { Redacted, Shape } from './redact.ts';

type Data = Record<string, unknown>;
type Path = readonly (string | number)[];

/**
 * The answer to what was left of an operation, with null where something was taken out: of the nearest field around it that may
 * be null, where it may not itself. Each field that was taken out is told of once, with the first place where it is missing.
 */
export function fill(
  answered: Record<string, unknown>,
  { removed, shape }: Redacted,
): { data: Record<string, unknown> | null; errors: GraphQLError[] } {
  const missing = new Map<Place, { path: Path; places: number }>();
  /** Stands for a null that the field around it must take, since this one may not. */
  const OUTWARD = Symbol('null of what is around');

  function object(value: Data, at: Shape, path: Path): Data | typeof OUTWARD {
    const filled: Data = {};
    let outward = false;
    for (const [name, inner] of Object.entries(value)) {
      const place = removed.get(name);
      if (place) {
        const key = (place.node.alias ?? place.node.name).value;
        const told = missing.get(place);
        if (told) told.places += 1;
        else missing.set(place, { path: [...path, key], places: 1 });
        // It may be asked for by way of another type too, of which it may be seen.
        if (key in value) continue;
        filled[key] = null;
        if (isNonNullType(place.type)) outward = true;
        continue;
      }
      const field = at.field(name);
      const after = field ? complete(inner, field.type, field.shape, [...path, name]) : inner;
      if (after === OUTWARD) outward = true;
      else filled[name] = after;
    }
    return outward ? OUTWARD : filled;
  }

  function complete(value: unknown, type: GraphQLOutputType, at: Shape, path: Path): unknown {
    if (isNonNullType(type)) return nullable(value, type.ofType, at, path);
    const after = nullable(value, type, at, path);
    return after === OUTWARD ? null : after;
  }

  /** A value whose type may be null, or whose null is for what is around it. */
  function nullable(value: unknown, type: GraphQLOutputType, at: Shape, path: Path): unknown {
    if (value === null || value === undefined) return value;
    if (!isListType(type)) return object(value as Data, at, path);
    const items = (value as unknown[]).map((item, index) =>
      complete(item, type.ofType, at, [...path, index]),
    );
    return items.includes(OUTWARD) ? OUTWARD : items;
  }

  const data = object(answered, shape, []);
  const errors = [...missing].map(([place, { path, places }]) =>
    gatewayError.unauthorized(place, path, places),
  );
  return { data: data === OUTWARD ? null : data, errors };
}
