import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql';
import { presentVector } from './vector.ts';

/** DateTime: an ISO 8601 text outside, a Date inside. */
export const dateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize(value) {
    // Events are stored as JSON: a date of theirs comes back as its text.
    const date = value instanceof Date ? value : new Date(String(value));
    return date.toISOString();
  },
  parseValue: parse,
  parseLiteral(node) {
    return parse(node.kind === Kind.STRING ? node.value : undefined);
  },
});

function parse(value: unknown): Date {
  // Without a zone it would be another moment on another machine.
  const zoned = typeof value === 'string' && /T.*(Z|[+-]\d\d:?\d\d)$/i.test(value);
  const date = zoned ? new Date(value) : new Date(Number.NaN);
  if (Number.isNaN(date.getTime())) {
    throw new GraphQLError(
      'A DateTime is an ISO 8601 text with its time zone, such as "2026-11-23T08:30:00Z".',
      {
        extensions: { code: 'BAD_USER_INPUT' },
      },
    );
  }
  return date;
}

/** Vector: base64 or a list of numbers as it comes in (its length is checked where the model is known), base64 as it goes out. */
export const vector = new GraphQLScalarType<unknown, string>({
  name: 'Vector',
  serialize: (value) => presentVector(value as Float32Array),
  parseValue: (value) => value,
  parseLiteral: (node) => valueFromASTUntyped(node),
});
