/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/**
 * A condition on the declared fields of a collection. Several operators in one object must all hold; `and`, `or` and `not`
 * nest. A comparison with a field that a document does not have is false; `ne` is the complement of `eq`, `not` of
 * everything inside it.
 */
export type FilterInput = {
  /** All of these must hold. */
  and?: Array<FilterInput> | null | undefined;
  /** Contains every one of these; an empty list asks for nothing. For STRING_LIST. At most 100 values. */
  containsAll?: Array<unknown> | null | undefined;
  /** Equal to. For STRING_LIST: contains. */
  eq?: unknown;
  /** Whether the document has the field. */
  exists?: boolean | null | undefined;
  /** The declared, filterable field that the operators below look at. */
  field?: string | null | undefined;
  /** Greater than. */
  gt?: unknown;
  /** Greater than or equal to. */
  gte?: unknown;
  /** One of. For STRING_LIST: contains one of. At most 1,000 values. */
  in?: Array<unknown> | null | undefined;
  /** Less than. */
  lt?: unknown;
  /** Less than or equal to. */
  lte?: unknown;
  /** Not equal to; true for a document without the field. */
  ne?: unknown;
  /** This must not hold. */
  not?: FilterInput | null | undefined;
  /** At least one of these must hold. */
  or?: Array<FilterInput> | null | undefined;
  /** Begins with these characters, upper and lower case told apart. For STRING. */
  startsWith?: unknown;
};

/** How the branches of a HYBRID search are fused. */
export type FusionMethod =
  /** Reciprocal rank fusion, k = 10. */
  | 'RECIPROCAL_RANK'
  /** Scores standardised in each branch (mean 0, deviation 1) and added by weight. */
  | 'STANDARDIZED_SCORES';

/** What to search for, where and how. */
export type SearchInput = {
  /**
   * Positions as answered by mutations: the search waits (at most `waitMilliseconds`) until all that was accepted up to
   * them is indexed, or answers POSITION_NOT_REACHED.
   */
  atLeast?: Array<string> | null | undefined;
  /** How many passages each branch collects before they are fused and grouped by document, 10 to 1,000. */
  candidates?: number;
  /** Names or ids of collections, 1 to 20. */
  collections: Array<string>;
  /** Only documents for which this holds. */
  filter?: FilterInput | null | undefined;
  /** How the two branches of a HYBRID search become one order. */
  fusion?: FusionMethod;
  /** Weight of the keyword branch in a HYBRID search, 0 to 1; the semantic branch has the rest. */
  keywordWeight?: number;
  /** By meaning, by words, or both. */
  mode?: SearchMode;
  /** Only these partitions: by name, or values of the field, as the collections are divided. At most 100. */
  partitions?: Array<string> | null | undefined;
  /** The question or the words to look for, in any script. At most 4,000 characters. */
  text: string;
  /** How long to wait for `atLeast`, 0 to 30,000 ms. */
  waitMilliseconds?: number;
};

/** How a search finds its candidates. */
export type SearchMode =
  /** Both, fused into one order. */
  | 'HYBRID'
  /** By words: BM25 over analysed terms. */
  | 'KEYWORD'
  /** By meaning: nearest vectors. */
  | 'SEMANTIC';

export type SearchQueryVariables = Exact<{
  input: SearchInput;
}>;


export type SearchQuery = { search: { edges: Array<{ score: number, node: { documentId: string, title: string | null, metadata: unknown } | null }> } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const SearchDocument = new TypedDocumentString(`
    query Search($input: SearchInput!) {
  search(input: $input, first: 3) {
    edges {
      score
      node {
        documentId
        title
        metadata
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;
