import { createHash } from 'node:crypto';
import { userError } from '../../../lib/errors.ts';
import type { FieldType } from '../../../lib/filter/fields.ts';
import { order } from '../../../lib/filter/order.ts';
import { checkValue, type Scalar } from '../../../lib/filter/value.ts';
import { stringifyJson64 } from '../../../lib/json64.ts';
import type { FacetInput, FacetInterval } from '../../../schema/generated/query.ts';
import type { CollectionEntry } from '../catalog/statements.ts';
import { declaredType } from '../search/declared.ts';

/** What is counted of one field. */
export interface FacetRequest {
  field: string;
  type: FieldType;
  /** Buckets at most. */
  first: number;
  ranges?: FacetRange[] | undefined;
  interval?: FacetInterval | undefined;
}

export interface FacetRange {
  from?: Scalar | undefined;
  /** Exclusive. */
  to?: Scalar | undefined;
}

const MAX_FACETS = 10;
const MAX_BUCKETS = 1_000;
const MAX_RANGES = 50;
const DEFAULT_FIRST = { values: 10, intervals: 100 };
const MEASURED: readonly FieldType[] = ['INT', 'FLOAT', 'DATETIME'];

/** @param path the place of the facets in the input @throws userError with the place and the remedy */
export function checkFacets(
  inputs: readonly FacetInput[],
  collections: readonly CollectionEntry[],
  path: string,
): FacetRequest[] {
  if (inputs.length < 1 || inputs.length > MAX_FACETS) {
    throw userError.badInput(path, `name 1 to ${MAX_FACETS} facets, not ${inputs.length}.`);
  }
  return inputs.map((input, index) => checkFacet(input, collections, `${path}[${index}]`));
}

function checkFacet(
  { field, first, ranges, interval }: FacetInput,
  collections: readonly CollectionEntry[],
  path: string,
): FacetRequest {
  const type = declaredType(collections, field, `${path}.field`, 'facet');
  if (first != null && !(first >= 1 && first <= MAX_BUCKETS)) {
    throw userError.badInput(`${path}.first`, `must be from 1 to 1,000, not ${first}.`);
  }
  if (ranges && interval) {
    throw userError.badInput(path, 'counts by ranges or by an interval; leave one of them out.');
  }
  if (ranges && !MEASURED.includes(type)) {
    throw userError.badInput(
      `${path}.ranges`,
      `go with INT, FLOAT and DATETIME; "${field}" is ${type}. Leave them out.`,
    );
  }
  if (interval && type !== 'DATETIME') {
    throw userError.badInput(`${path}.interval`, `goes with DATETIME; "${field}" is ${type}. Leave it out.`);
  }
  const usual = interval ? DEFAULT_FIRST.intervals : DEFAULT_FIRST.values;
  return {
    field,
    type,
    first: first ?? usual,
    interval: interval ?? undefined,
    ranges: ranges ? checkRanges(ranges, type, `${path}.ranges`) : undefined,
  };
}

function checkRanges(ranges: NonNullable<FacetInput['ranges']>, type: FieldType, path: string): FacetRange[] {
  if (ranges.length < 1 || ranges.length > MAX_RANGES) {
    throw userError.badInput(path, `name 1 to ${MAX_RANGES} ranges, not ${ranges.length}.`);
  }
  return ranges.map((range, index) => {
    const place = `${path}[${index}]`;
    const end = (side: 'from' | 'to') =>
      range[side] == null ? undefined : checkValue(type, range[side], `${place}.${side}`);
    const [from, to] = [end('from'), end('to')];
    if (from === undefined && to === undefined)
      throw userError.badInput(place, 'needs "from", "to" or both.');
    if (from !== undefined && to !== undefined && !(order(from, to) < 0)) {
      throw userError.badInput(place, '"from" must be less than "to".');
    }
    return { from, to };
  });
}

/** Equal for equal facets of one ranked list. */
export function facetsKey(snapshotId: string, facets: readonly FacetRequest[]): string {
  return createHash('sha256')
    .update(stringifyJson64([snapshotId, facets]))
    .digest('base64url');
}
