/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Raises or lowers the documents for which a condition holds. */
export type BoostInput = {
  /** What their standing is multiplied by, 0.1 to 10: 2 brings any of them before all that are not boosted, 0.5 puts them behind. */
  factor: number;
  /** Which documents, by declared, filterable fields. */
  filter: FilterInput;
};

/** What a collection counts among those that are searched. */
export type CollectionWeightInput = {
  /** Its name or id. */
  collection: string;
  /** 0 to 10. */
  weight: number;
};

/** A document of a collection. */
export type DocumentRefInput = {
  /** Name or id of its collection; may be left out where one collection is searched, which is then meant. */
  collection?: string | null | undefined;
  /** The document's own id. */
  documentId: string;
};

/**
 * A condition on the declared fields of a collection. Several operators in one object must all hold; `and`, `or` and `not`
 * nest. A comparison with a field that a document does not have is false; `ne` is the complement of `eq`, `not` of
 * everything inside it. Filters nest 8 levels deep and have 200 conditions at most.
 */
export type FilterInput = {
  /** All of these must hold. */
  and?: Array<FilterInput> | null | undefined;
  /** Contains every one of these; an empty list asks for nothing. For STRING_LIST. At most 100 values. */
  containsAll?: Array<unknown> | null | undefined;
  /** Equal to. For STRING_LIST: contains. */
  eq?: unknown;
  /** Whether the document has the field. An empty list is as none. */
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
  /** Begins with these characters, upper and lower case told apart. For STRING. At most 1,024, as of any string. */
  startsWith?: unknown;
};

/** How the branches of a HYBRID search are fused. */
export type FusionMethod =
  /** Reciprocal rank fusion, k = 10. */
  | 'RECIPROCAL_RANK'
  /** Scores standardised in each branch (mean 0, deviation 1) and added by weight. */
  | 'STANDARDIZED_SCORES';

/** One hit for each value of a field. */
export type GroupByInput = {
  /** A declared, filterable field; not of type STRING_LIST. Documents without it make one group. */
  field: string;
  /** How many documents of each group are shown at most, 1 to 10. */
  hits?: number;
};

/** A picture: the file itself, or where it is. */
export type ImageInput = {
  /**
   * The file, PNG, JPEG or WebP, in base64 (a data: URL too). At most 10 MB, as all that a request has is. Or null, where a form uploads it
   * here: multipart/form-data by the GraphQL multipart request specification.
   */
  data?: string | null | undefined;
  /**
   * Its address (https or http), which is fetched once, now: at most 10 MB within 10 seconds, and 64 addresses in a request. Only from
   * hosts that the setting KITEGRAPH_IMAGE_HOSTS lets be fetched from: none where nothing is said there.
   */
  url?: string | null | undefined;
};

/** How a text to search for is read: with operators for phrases and for required and excluded words, or as it stands. */
export type QuerySyntax =
  /**
   * As QUERY, unless the text ends like a sentence (`?`, `.`, `。` and the like): the quotes of a question are a part of it. A text
   * that is one quotation as a whole is a phrase, however it ends.
   */
  | 'AUTO'
  /** As it stands. */
  | 'PLAIN'
  /** With operators. A sign that stands alone, inside a word or before a number is none; nor is a quote that is never closed. */
  | 'QUERY';

/**
 * Raises recent documents: their standing is multiplied by 1 - weight + weight * 2^(-age / halfLifeDays). A document of the future
 * counts as one of now, one without the field as infinitely old.
 */
export type RecencyInput = {
  /** A declared, filterable DATETIME field. */
  field: string;
  /** After how many days the effect is half, 0.05 to 36,500. */
  halfLifeDays: number;
  /** How much recency counts, above 0 to 1. */
  weight?: number;
};

/** What to search for, where and how. */
export type SearchInput = {
  /**
   * Positions as answered by mutations: the search waits (at most `waitMilliseconds`) until all that was accepted up to
   * them is indexed, or answers POSITION_NOT_REACHED.
   */
  atLeast?: Array<string> | null | undefined;
  /**
   * Raise or lower documents. Factors multiply a document's standing among the candidates: its score, brought to 0.5 for the last of them
   * and 1 for the best. `score` is then this product; `relevance` stays as it is. At most 20.
   */
  boosts?: Array<BoostInput> | null | undefined;
  /** How many passages each branch collects of each collection before they are fused and grouped by document, 10 to 1,000. */
  candidates?: number;
  /**
   * Show only the best of documents that are nearly the same: of those passages that matched, the text is the same but for case, width
   * and punctuation, or, where their collections have one model, their vectors' cosine is above 0.98. In mode IMAGE: of those pictures that
   * matched. The first 2,000 documents are compared.
   */
  collapse?: boolean;
  /**
   * Weights of collections, 0 to 10, of several that are searched; 1 where not given. How far a document stands above the least
   * that it can score counts so many times: 2 raises those of the collection that match, 0 puts all of them behind.
   */
  collectionWeights?: Array<CollectionWeightInput> | null | undefined;
  /** Names or ids of collections, 1 to 20. */
  collections: Array<string>;
  /** Only documents for which this holds. */
  filter?: FilterInput | null | undefined;
  /** How the two branches of a HYBRID search become one order. */
  fusion?: FusionMethod;
  /** One hit for each value of a field, in the order of the best document of each. */
  groupBy?: GroupByInput | null | undefined;
  /** A picture to look near to, in mode IMAGE. Together with `text`: near to the mean of both. */
  image?: ImageInput | null | undefined;
  /**
   * Weight of the keyword branch in a HYBRID search, 0 to 1; the semantic branch has the rest. Default: what each collection says
   * (`search.keywordWeight`), or 0.5.
   */
  keywordWeight?: number | null | undefined;
  /**
   * Documents that those to be found should be like, at most 10, of collections with the same embedding model. The search looks near
   * to the mean of their vectors (of a long document: of its passages'), and of the text's where there is one; without a text it
   * goes by vectors alone, in HYBRID mode too. They are not among the hits.
   */
  like?: Array<DocumentRefInput> | null | undefined;
  /**
   * Only documents with this `relevance` at least, 0 to 1; 0.5 leaves out what rather does not answer the search. It does not depend
   * on the page, the other hits or the method of fusion. Counts and facets are of what is left.
   */
  minScore?: number | null | undefined;
  /** By meaning, by words, by both, or by images. */
  mode?: SearchMode;
  /** Only these partitions: by name, or values of the field, as the collections are divided. At most 100. */
  partitions?: Array<string> | null | undefined;
  /** Raise recent documents; together with `boosts`. */
  recency?: RecencyInput | null | undefined;
  /**
   * Judges the first documents once more, each together with the question, and blends that with their first order: slower,
   * better. English by a model that reads question and passage together, other languages by the sentence of the passage that is
   * nearest to the question. What comes after those that are reranked keeps its order; so does all of it where the reranker is
   * away, which the answer says. Then come `boosts`, `sort` and the like.
   */
  rerank?: boolean;
  /** How many documents are reranked, from the first on, 2 to 200. Twice `first` where not given. */
  rerankCandidates?: number | null | undefined;
  /** Order the candidates by fields instead of by score, which decides between equal ones. At most 3 fields. */
  sort?: Array<SortInput> | null | undefined;
  /** How `text` is read. */
  syntax?: QuerySyntax;
  /**
   * The question or the words to look for, in any script. At most 4,000 characters. `"a phrase"` (also “ ” and 「 」) and `+word` must
   * stand in the title, the content or a keyword field of a document, `-word` and `-"a phrase"` must not, in full-width signs too; see `syntax`.
   */
  text?: string | null | undefined;
  /**
   * Whether KEYWORD and HYBRID searches look for what misspelt words were meant to be: a word of at least four letters that no document
   * has, with one letter wrong (two from eight letters on), in a text of at most six words. Never numbers, ids, what is in quotes or must be found, or
   * words of scripts without spaces; nor in live searches.
   */
  typos?: boolean;
  /** And unlike, at most 10: half of the mean of their vectors is taken off. They are not among the hits. */
  unlike?: Array<DocumentRefInput> | null | undefined;
  /**
   * A vector to look near to, of the collections' embedding model, in place of the one of `text`; `text` is then for the words, for
   * highlights and for reranking. Without `text`, and without `like`, the search goes by this vector alone.
   */
  vector?: unknown;
  /** How long to wait for `atLeast`, 0 to 30,000 ms. */
  waitMilliseconds?: number;
};

/** How a search finds its candidates. */
export type SearchMode =
  /** Both, fused into one order. */
  | 'HYBRID'
  /**
   * By the pictures of documents: those nearest to `image`, or to what `text` says. How well a text finds them depends on the image
   * model: CLIP was trained for it; the model that is shipped, EfficientNet-Lite0, knows pictures by the labels of ImageNet, so that a
   * text finds what these name (animals, plants, vehicles, tools, food) and little else.
   */
  | 'IMAGE'
  /** By words: BM25 over analysed terms. */
  | 'KEYWORD'
  /** By meaning: nearest vectors. */
  | 'SEMANTIC';

/** One field to sort by. */
export type SortInput = {
  /** A declared, filterable field; not of type STRING_LIST. */
  field: string;
  /** Strings are ordered by Unicode code point. Documents without the field come last in either order. */
  order?: SortOrder;
};

/** Which comes first. */
export type SortOrder =
  /** The least. */
  | 'ASC'
  /** The greatest. */
  | 'DESC';

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
