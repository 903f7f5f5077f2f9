import type { FieldType } from '../../../lib/filter/fields.ts';
import { order, scalarOf, storedValue } from '../../../lib/filter/order.ts';
import { presentValue } from '../../../lib/filter/present.ts';
import type { Scalar } from '../../../lib/filter/value.ts';
import type { FacetInterval } from '../../../schema/generated/query.ts';
import type { FacetRange, FacetRequest } from './facet-request.ts';
import { intervalOf } from './interval.ts';

/** One facet as clients get it. */
export interface FacetCounts {
  field: string;
  documents: number;
  missing: number;
  buckets: Bucket[];
  more: number;
}

export interface Bucket {
  value: unknown;
  from: unknown;
  to: unknown;
  count: number;
}

type Metadata = Readonly<Record<string, unknown>>;

/** Counts one facet over the metadata of documents. */
export function countFacet(facet: FacetRequest, documents: readonly Metadata[]): FacetCounts {
  const { field, type, first, ranges, interval } = facet;
  const entries = documents.map((metadata) => entriesOf(metadata, field, type));
  const having = entries.filter((values) => values.length > 0);
  return {
    field,
    documents: having.length,
    missing: entries.length - having.length,
    ...counted(having.flat()),
  };

  function counted(values: readonly Scalar[]): Counted {
    if (ranges) return byRanges(values, ranges, type);
    return interval ? byInterval(values, interval, first) : byValue(values, type, first);
  }
}

/** The different values that a document has in a field. */
function entriesOf(metadata: Metadata, field: string, type: FieldType): Scalar[] {
  if (type !== 'STRING_LIST') {
    const value = scalarOf(metadata, field, type);
    return value === undefined ? [] : [value];
  }
  const list = storedValue(metadata, field, type);
  return Array.isArray(list) ? [...new Set(list.filter((entry) => typeof entry === 'string'))] : [];
}

type Counted = Pick<FacetCounts, 'buckets' | 'more'>;

function byValue(values: readonly Scalar[], type: FieldType, first: number): Counted {
  const counts = [...Map.groupBy(values, (value) => value)].map(([value, its]) => ({
    value,
    count: its.length,
  }));
  counts.sort((a, b) => b.count - a.count || order(a.value, b.value));
  return {
    buckets: counts.slice(0, first).map(({ value, count }) => ({
      value: presentValue(value, type),
      from: null,
      to: null,
      count,
    })),
    more: Math.max(0, counts.length - first),
  };
}

function byRanges(values: readonly Scalar[], ranges: readonly FacetRange[], type: FieldType): Counted {
  const shown = (end: Scalar | undefined) => (end === undefined ? null : presentValue(end, type));
  const buckets = ranges.map(({ from, to }) => {
    const inside = values.filter(
      (value) =>
        (from === undefined || order(value, from) >= 0) && (to === undefined || order(value, to) < 0),
    );
    return { value: null, from: shown(from), to: shown(to), count: inside.length };
  });
  return { buckets, more: 0 };
}

function byInterval(values: readonly Scalar[], interval: FacetInterval, first: number): Counted {
  const counts = new Map<number, Bucket>();
  const iso = (time: number) => presentValue(time, 'DATETIME');
  for (const value of values) {
    const { from, to, label } = intervalOf(Number(value), interval);
    const bucket = counts.get(from) ?? { value: label, from: iso(from), to: iso(to), count: 0 };
    bucket.count++;
    counts.set(from, bucket);
  }
  const buckets = [...counts].sort(([a], [b]) => a - b).map(([, bucket]) => bucket);
  return { buckets: buckets.slice(-first), more: Math.max(0, buckets.length - first) };
}
