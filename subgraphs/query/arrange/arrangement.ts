import { userError } from '../../../lib/errors.ts';
import type { FieldType } from '../../../lib/filter/fields.ts';
import type { Filter } from '../../../lib/filter/filter.ts';
import { parseFilter } from '../../../lib/filter/parse.ts';
import type { SearchInput } from '../../../schema/generated/query.ts';
import type { CollectionEntry } from '../catalog/statements.ts';
import { declaredType } from '../search/declared.ts';

/** A field that is no list. */
export interface ScalarField {
  name: string;
  type: Exclude<FieldType, 'STRING_LIST'>;
}

/** What is done with the ranked candidates, by what is known of their documents, before pages are cut. */
export interface Arrangement {
  boosts: readonly Boost[];
  recency: Recency | undefined;
  collapse: boolean;
  sort: readonly (ScalarField & { descending: boolean })[];
  groupBy: (ScalarField & { hits: number }) | undefined;
}

export interface Boost {
  /** The condition, for each collection of the search. */
  filters: readonly Filter[];
  factor: number;
}

export interface Recency {
  field: string;
  halfLifeDays: number;
  /** Above 0 to 1. */
  weight: number;
}

const MAX_BOOSTS = 20;
const FACTOR = { least: 0.1, most: 10 };
const HALF_LIFE = { least: 0.05, most: 36_500 };
const MAX_SORT_FIELDS = 3;
const MAX_GROUP_HITS = 10;

/** The checked arrangement of a search; undefined where it asks for none. @throws userError with the place */
export function checkArrangement(
  input: SearchInput,
  collections: readonly CollectionEntry[],
): Arrangement | undefined {
  const arrangement: Arrangement = {
    boosts: boostsOf(input, collections),
    recency: recencyOf(input, collections),
    collapse: input.collapse,
    sort: sortOf(input, collections),
    groupBy: groupByOf(input, collections),
  };
  const { boosts, recency, collapse, sort, groupBy } = arrangement;
  const asks = boosts.length > 0 || recency || collapse || sort.length > 0 || groupBy;
  return asks ? arrangement : undefined;
}

function boostsOf({ boosts }: SearchInput, collections: readonly CollectionEntry[]): Boost[] {
  atMost('input.boosts', boosts?.length ?? 0, MAX_BOOSTS);
  return (boosts ?? []).map(({ filter, factor }, index) => {
    const path = `input.boosts[${index}]`;
    inRange(`${path}.factor`, factor, FACTOR);
    const filters = collections.map(({ fields, name }) =>
      parseFilter(filter, fields, `${path}.filter`, name),
    );
    return { filters, factor };
  });
}

function recencyOf({ recency }: SearchInput, collections: readonly CollectionEntry[]): Recency | undefined {
  if (!recency) return undefined;
  const path = 'input.recency';
  const type = declaredType(collections, recency.field, `${path}.field`, 'filterable');
  if (type !== 'DATETIME') {
    throw userError.badInput(`${path}.field`, `must be a DATETIME field; "${recency.field}" is ${type}.`);
  }
  inRange(`${path}.halfLifeDays`, recency.halfLifeDays, HALF_LIFE);
  if (!(recency.weight > 0 && recency.weight <= 1)) {
    throw userError.badInput(`${path}.weight`, `must be above 0 and at most 1, not ${recency.weight}.`);
  }
  return recency;
}

function sortOf({ sort }: SearchInput, collections: readonly CollectionEntry[]): Arrangement['sort'] {
  atMost('input.sort', sort?.length ?? 0, MAX_SORT_FIELDS);
  return (sort ?? []).map(({ field, order }, index) => ({
    ...scalarField(collections, field, `input.sort[${index}].field`),
    descending: order === 'DESC',
  }));
}

function groupByOf(
  { groupBy }: SearchInput,
  collections: readonly CollectionEntry[],
): Arrangement['groupBy'] {
  if (!groupBy) return undefined;
  inRange('input.groupBy.hits', groupBy.hits, { least: 1, most: MAX_GROUP_HITS });
  return { ...scalarField(collections, groupBy.field, 'input.groupBy.field'), hits: groupBy.hits };
}

function scalarField(collections: readonly CollectionEntry[], name: string, path: string): ScalarField {
  const type = declaredType(collections, name, path, 'filterable');
  if (type === 'STRING_LIST') {
    throw userError.badInput(path, `"${name}" is a list; name a field with one value a document.`);
  }
  return { name, type };
}

function atMost(path: string, count: number, most: number): void {
  if (count > most) throw userError.badInput(path, `has ${count} entries; at most ${most} are allowed.`);
}

function inRange(path: string, value: number, { least, most }: { least: number; most: number }): void {
  if (!(value >= least && value <= most)) {
    throw userError.badInput(path, `must be from ${least} to ${most.toLocaleString('en')}, not ${value}.`);
  }
}
