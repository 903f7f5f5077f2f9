import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { SearchResult as SearchResultRow } from '../../subgraphs/query/search/search.ts';
import type { EdgeRow as EdgeRowRow } from '../../subgraphs/query/resolvers/SearchEdge.ts';
import type { PassageInView as PassageInViewRow } from '../../subgraphs/query/passages/passage.ts';
import type { LiveUpdate as LiveUpdateRow } from '../../subgraphs/query/live/live.ts';
import type { Suggested as SuggestedRow, TitleHit as TitleHitRow } from '../../subgraphs/query/suggest/suggested.ts';
import type { AskedView as AskedViewRow } from '../../subgraphs/query/search/explain.ts';
import type { CollectionEntry as CollectionEntryRow } from '../../subgraphs/query/catalog/statements.ts';
import type { Context } from '../../subgraphs/query/context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A point in time, ISO 8601 with a time zone, such as 2026-11-23T08:30:00.000Z. */
  DateTime: { input: Date; output: Date; }
  /**
   * A value of a filter: a string, a number, a boolean, a date (ISO 8601) or a 64-bit integer (also as a string).
   * It is checked against the declared type of the field.
   */
  FilterValue: { input: unknown; output: unknown; }
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown; }
  /**
   * A vector: a list of numbers, or a text in base64 of its components as float32 in little-endian order. It is answered as such a
   * text.
   */
  Vector: { input: unknown; output: unknown; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** Raises or lowers the documents for which a condition holds. */
export type BoostInput = {
  /** What their standing is multiplied by, 0.1 to 10: 2 brings any of them before all that are not boosted, 0.5 puts them behind. */
  factor: Scalars['Float']['input'];
  /** Which documents, by declared, filterable fields. */
  filter: FilterInput;
};

/** One branch of a search. */
export type BranchExplanation = {
  /** By what it finds. */
  branch: SearchBranch;
  /** Their standard deviation; where several models search, within the candidates of each. */
  deviation: Scalars['Float']['output'];
  /** Documents that it found. */
  documents: Scalars['Int']['output'];
  /** Mean of the scores of its candidates; where several models search, of the log-odds of the candidates of the one that matches best. */
  mean: Scalars['Float']['output'];
  /** The embedding model of its vectors; null for keywords. */
  model: Maybe<EmbeddingModel>;
  /** How its scores became comparable with those of the other branches. */
  normalization: ScoreNormalization;
};

/** A level of the cache. */
export type CacheLevel =
  /** From the memory of the process. */
  | 'L1'
  /** From the shared cache (Redis). */
  | 'L2'
  /** Not from a cache. */
  | 'NONE';

export type Collection = {
  id: Scalars['ID']['output'];
  name: Scalars['ID']['output'];
  /** Statistics of the searches of this collection. */
  searchStatistics: Maybe<SearchStatistics>;
};

/** What a collection counts among those that are searched. */
export type CollectionWeightInput = {
  /** Its name or id. */
  collection: Scalars['ID']['input'];
  /** 0 to 10. */
  weight: Scalars['Float']['input'];
};

/** A text with its last word completed. */
export type Completion = {
  /** The whole text. */
  text: Scalars['String']['output'];
};

/** What a count means. */
export type CountRelation =
  /** This many or more. */
  | 'AT_LEAST'
  /** This many, exactly. */
  | 'EXACT';

export type Document = {
  collectionName: Scalars['ID']['output'];
  content: Maybe<Scalars['String']['output']>;
  documentId: Scalars['ID']['output'];
  id: Scalars['ID']['output'];
  metadata: Maybe<Scalars['JSON']['output']>;
  revision: Scalars['Int']['output'];
  title: Maybe<Scalars['String']['output']>;
};

/** A document of a collection. */
export type DocumentRefInput = {
  /** Name or id of its collection; may be left out where one collection is searched, which is then meant. */
  collection?: InputMaybe<Scalars['ID']['input']>;
  /** The document's own id. */
  documentId: Scalars['ID']['input'];
};

export type EmbeddingModel = {
  dimensions: Scalars['Int']['output'];
  name: Scalars['String']['output'];
  version: Scalars['String']['output'];
};

/** How often values of one field occur among the documents of the ranked list. */
export type Facet = {
  /** Values: the most frequent first, equal counts in the order of the values. A document counts once for each entry of a list. */
  buckets: Array<FacetBucket>;
  /** AT_LEAST where the list was cut short, so that more documents may match than were counted. */
  countRelation: CountRelation;
  /** Documents that have the field. */
  documents: Scalars['Int']['output'];
  /** The field. */
  field: Scalars['String']['output'];
  /** Documents that lack it. */
  missing: Scalars['Int']['output'];
  /** Different values or intervals that are not among the buckets because of `first`. */
  more: Scalars['Int']['output'];
};

/** Documents that have one value, or one in a range or an interval. */
export type FacetBucket = {
  /** How many documents. */
  count: Scalars['Int']['output'];
  /** Range or interval: from here on; null: no lower end. */
  from: Maybe<Scalars['JSON']['output']>;
  /** Range or interval: up to here, exclusive; null: no upper end. */
  to: Maybe<Scalars['JSON']['output']>;
  /** The value, or the interval as 2026, 2026-11 or 2026-11-25; null for a range. */
  value: Maybe<Scalars['JSON']['output']>;
};

/** What to count: the values of a field, or ranges of numbers or dates (`ranges`), or days, months or years (`interval`). */
export type FacetInput = {
  /** A field that is declared with `facet: true`. */
  field: Scalars['String']['input'];
  /** How many buckets are shown at most, 1 to 1,000. Values: the most frequent, 10 where left out. Intervals: the latest, 100 where left out. */
  first?: InputMaybe<Scalars['Int']['input']>;
  /** For DATETIME: counted by day, month or year in UTC, in order of time. */
  interval?: InputMaybe<FacetInterval>;
  /** For INT, FLOAT and DATETIME: 1 to 50 ranges, which may overlap; each is shown, in the order given. */
  ranges?: InputMaybe<Array<FacetRangeInput>>;
};

/** A length of time in UTC. */
export type FacetInterval =
  /** A day. */
  | 'DAY'
  /** A month of the calendar. */
  | 'MONTH'
  /** A year. */
  | 'YEAR';

/** A range; at least one of its ends is given. */
export type FacetRangeInput = {
  /** From this value on. */
  from?: InputMaybe<Scalars['FilterValue']['input']>;
  /** Up to this value, which is not part of it. */
  to?: InputMaybe<Scalars['FilterValue']['input']>;
};

/**
 * A condition on the declared fields of a collection. Several operators in one object must all hold; `and`, `or` and `not`
 * nest. A comparison with a field that a document does not have is false; `ne` is the complement of `eq`, `not` of
 * everything inside it. Filters nest 8 levels deep and have 200 conditions at most.
 */
export type FilterInput = {
  /** All of these must hold. */
  and?: InputMaybe<Array<FilterInput>>;
  /** Contains every one of these; an empty list asks for nothing. For STRING_LIST. At most 100 values. */
  containsAll?: InputMaybe<Array<Scalars['FilterValue']['input']>>;
  /** Equal to. For STRING_LIST: contains. */
  eq?: InputMaybe<Scalars['FilterValue']['input']>;
  /** Whether the document has the field. An empty list is as none. */
  exists?: InputMaybe<Scalars['Boolean']['input']>;
  /** The declared, filterable field that the operators below look at. */
  field?: InputMaybe<Scalars['String']['input']>;
  /** Greater than. */
  gt?: InputMaybe<Scalars['FilterValue']['input']>;
  /** Greater than or equal to. */
  gte?: InputMaybe<Scalars['FilterValue']['input']>;
  /** One of. For STRING_LIST: contains one of. At most 1,000 values. */
  in?: InputMaybe<Array<Scalars['FilterValue']['input']>>;
  /** Less than. */
  lt?: InputMaybe<Scalars['FilterValue']['input']>;
  /** Less than or equal to. */
  lte?: InputMaybe<Scalars['FilterValue']['input']>;
  /** Not equal to; true for a document without the field. */
  ne?: InputMaybe<Scalars['FilterValue']['input']>;
  /** This must not hold. */
  not?: InputMaybe<FilterInput>;
  /** At least one of these must hold. */
  or?: InputMaybe<Array<FilterInput>>;
  /** Begins with these characters, upper and lower case told apart. For STRING. At most 1,024, as of any string. */
  startsWith?: InputMaybe<Scalars['FilterValue']['input']>;
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
  field: Scalars['String']['input'];
  /** How many documents of each group are shown at most, 1 to 10. */
  hits: Scalars['Int']['input'];
};

/** Highlighted fragments of one field. */
export type Highlight = {
  /** title or content. */
  field: Scalars['String']['output'];
  /** The best fragments, in order of their place. */
  fragments: Array<HighlightFragment>;
};

/** A piece of text with the matching words marked. */
export type HighlightFragment = {
  /** Where the fragment ends in the field (exclusive), in UTF-16 code units. */
  end: Scalars['Int']['output'];
  /** Safe HTML: everything escaped but the <mark> elements around matching words. */
  html: Scalars['String']['output'];
  /** Where the fragment starts in the field, in UTF-16 code units. */
  start: Scalars['Int']['output'];
};

/** What one branch says of a hit. */
export type HitBranch = {
  /** By what it finds. */
  branch: SearchBranch;
  /** Weight times normalized score: its share in the fused score. */
  contribution: Scalars['Float']['output'];
  /** The embedding model of its vectors; null for keywords. */
  model: Maybe<EmbeddingModel>;
  /** The score as the branch's normalization makes it; for a document that it did not find, that of its worst candidate. */
  normalized: Scalars['Float']['output'];
  /** Place among the documents that the branch found, from 1; null where it did not find this one. */
  rank: Maybe<Scalars['Int']['output']>;
  /** The branch's own score of it: cosine, or BM25; null where it did not find this one. */
  score: Maybe<Scalars['Float']['output']>;
  /** Weight of the branch. */
  weight: Scalars['Float']['output'];
};

/** How a hit came to its place. */
export type HitExplanation = {
  /** What `boosts` and `recency` multiplied its standing by; null where the search has none. */
  boost: Maybe<Scalars['Float']['output']>;
  /** What each branch that looked into its collection says of it. The contributions add up to the fused score, where its collection counts once. */
  branches: Array<HitBranch>;
  /** What its collection counts: how far the sum stands above the least that it can be is multiplied by it. */
  collectionWeight: Scalars['Float']['output'];
  /** The sum of the contributions, by the weight of the collection. */
  fusedScore: Scalars['Float']['output'];
  /** What reranking made of it; null where it was not reranked. */
  rerank: Maybe<RerankExplanation>;
};

/** A picture: the file itself, or where it is. */
export type ImageInput = {
  /**
   * The file, PNG, JPEG or WebP, in base64 (a data: URL too). At most 10 MB, as all that a request has is. Or null, where a form uploads it
   * here: multipart/form-data by the GraphQL multipart request specification.
   */
  data?: InputMaybe<Scalars['String']['input']>;
  /**
   * Its address (https or http), which is fetched once, now: at most 10 MB within 10 seconds, and 64 addresses in a request. Only from
   * hosts that the setting KITEGRAPH_IMAGE_HOSTS lets be fetched from: none where nothing is said there.
   */
  url?: InputMaybe<Scalars['String']['input']>;
};

/** Where a page stands in its list. */
export type PageInfo = {
  /** The cursor of the last edge of this page: pass it as `after` for the next one. */
  endCursor: Maybe<Scalars['String']['output']>;
  /** Whether there is more after this page. */
  hasNextPage: Scalars['Boolean']['output'];
};

/** A part of a document's content. */
export type Passage = {
  /** It and the passages before and after it, 0 to 20 of each, as far as the document has them. */
  around: PassageContext;
  /** Where it ends in the content (exclusive), in UTF-16 code units. */
  end: Scalars['Int']['output'];
  /** The Markdown headings that it stands under and that are not in it, the outermost first. */
  headings: Array<Scalars['String']['output']>;
  /** Its number in the document, from 0. */
  ordinal: Scalars['Int']['output'];
  /** Where it starts in the content, in UTF-16 code units. */
  start: Scalars['Int']['output'];
  /** The text of the passage. */
  text: Scalars['String']['output'];
};


/** A part of a document's content. */
export type PassageAroundArgs = {
  after: Scalars['Int']['input'];
  before: Scalars['Int']['input'];
};

/** Passages of a document that follow each other. */
export type PassageContext = {
  /** Where it ends in the content (exclusive), in UTF-16 code units. */
  end: Scalars['Int']['output'];
  /** The passages, in their order. */
  passages: Array<Passage>;
  /** Where it starts in the content, in UTF-16 code units. */
  start: Scalars['Int']['output'];
  /** Their text as it stands in the content: what two of them have in common comes once. */
  text: Scalars['String']['output'];
};

export type Query = {
  /**
   * Searches one or several collections and answers with documents, the best first, each shown by its best passage.
   * Scope: `search`.
   */
  search: Maybe<SearchConnection>;
  /** Statistics of all searches of this query service since it started. Scope: `ops`. */
  searchStatistics: Maybe<SearchStatistics>;
  /**
   * What a text that is being typed may become: completions out of the documents, and titles. Case, accents and the way of writing
   * Chinese do not matter.
   * Scope: `search`.
   */
  suggest: Maybe<Suggestions>;
};


export type QuerySearchArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
  input: SearchInput;
};


export type QuerySuggestArgs = {
  collections: Array<Scalars['ID']['input']>;
  filter?: InputMaybe<FilterInput>;
  first: Scalars['Int']['input'];
  partitions?: InputMaybe<Array<Scalars['String']['input']>>;
  prefix: Scalars['String']['input'];
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
  field: Scalars['String']['input'];
  /** After how many days the effect is half, 0.05 to 36,500. */
  halfLifeDays: Scalars['Float']['input'];
  /** How much recency counts, above 0 to 1. */
  weight: Scalars['Float']['input'];
};

/** How reranking judged a hit. */
export type RerankExplanation = {
  /** By what it was judged. Those that were judged by the same changed places among themselves. */
  method: RerankMethod;
  /** And after, before documents are boosted, sorted or grouped. */
  rankAfter: Scalars['Int']['output'];
  /** Its place in the list before, from 1. */
  rankBefore: Scalars['Int']['output'];
  /** What that said: the higher the better, comparable among the hits of this search that were judged by the same only. */
  score: Scalars['Float']['output'];
};

/** By what reranking judges. */
export type RerankMethod =
  /** A model that reads question and passage together. Its score is as the rerank server answers it: from 0 to 1 with Kitegraph's own. */
  | 'CROSS_ENCODER'
  /** The sentence of the passage that is nearest to the question. Its score is their cosine. */
  | 'SENTENCES';

/** How the scores of a branch become comparable with those of others. */
export type ScoreNormalization =
  /** As a probability, by the calibration of each model: only vectors were searched, of several models. */
  | 'CALIBRATED'
  /** Not at all: there was one branch only. */
  | 'NONE'
  /** One by (10 + rank); where several models search, by the rank among the documents of all of them. */
  | 'RECIPROCAL_RANK'
  /**
   * Standard deviations above the mean of the candidates, to the power of 1.5 with their sign. Cosines of several models are turned
   * into log-odds first, which are on one scale.
   */
  | 'STANDARDIZED';

/** A passage of a hit, and how well it matches. */
export type ScoredPassage = {
  /** The passage. */
  passage: Passage;
  /**
   * The higher the better; comparable among the passages of one document only. KEYWORD: BM25. SEMANTIC: cosine. HYBRID: both, fused
   * over the passages of the document as the search fuses documents.
   */
  score: Scalars['Float']['output'];
};

/** By what a branch of a search finds. */
export type SearchBranch =
  /** By words. Scores are BM25. */
  | 'KEYWORD'
  /** By meaning: nearest vectors. Scores are cosines. */
  | 'SEMANTIC';

/** What became of one document of the page. */
export type SearchChange = {
  /** The name of its collection. */
  collectionName: Scalars['ID']['output'];
  /** Its own id in the collection. */
  documentId: Scalars['ID']['output'];
  /** The hit as it is now; null where it left. */
  edge: Maybe<SearchEdge>;
  /** The document's global id. */
  id: Scalars['ID']['output'];
  /** What happened to the hit. */
  kind: SearchChangeKind;
  /** Its place in the page, from 0; null where it left. */
  place: Maybe<Scalars['Int']['output']>;
  /** Its place in the page before, from 0; null where it entered. */
  previousPlace: Maybe<Scalars['Int']['output']>;
};

/** How a document of the page of a standing search changed. */
export type SearchChangeKind =
  /** It stands where it stood among the others, at another revision or by another passage. */
  | 'CHANGED'
  /** It was not in the page before. */
  | 'ENTERED'
  /** It is not in the page any more: deleted, no longer a match, or others are better. */
  | 'LEFT'
  /** It stands elsewhere among the others that stayed; it may have changed too. */
  | 'MOVED';

/** A page of the ranked candidates of one search. */
export type SearchConnection = {
  /**
   * The text as it may have been meant, where words of it are in no document and near to words that are in some. In a text of
   * at most six words (stop words not counted) they were searched for too; among more words the others carry the search. A word of four or
   * five letters with one of them taken for another is asked about only.
   */
  didYouMean: Maybe<Scalars['String']['output']>;
  /** The hits of this page, the best first. */
  edges: Array<SearchEdge>;
  /** How this answer came about. */
  explain: SearchExplanation;
  /**
   * Counts over all documents of the ranked list, those in groups too. Nothing is counted where this is not asked for. At most 10 facets.
   * Null, with an error, where a facet is wrong.
   */
  facets: Maybe<Array<Facet>>;
  /** Where this page stands in the list. */
  pageInfo: PageInfo;
  /** Size of the whole ranked list of candidates: documents, or groups of them with `groupBy`. */
  totalCount: Scalars['Int']['output'];
  /** Whether there may be more matching documents than `totalCount` says. */
  totalCountRelation: CountRelation;
};


/** A page of the ranked candidates of one search. */
export type SearchConnectionFacetsArgs = {
  of: Array<FacetInput>;
};

/** One hit. */
export type SearchEdge = {
  /**
   * The sentence of the passage that is nearest to what is searched for, in any language: what to show of a hit that was found by meaning.
   * Sentences are embedded when this is asked for; of at most 20 hits of a page, null for the others. Null too where the embedding
   * service is away.
   */
  bestSentence: Maybe<Sentence>;
  /** How many near duplicates stand behind this hit; 0 without `collapse`. */
  collapsed: Scalars['Int']['output'];
  /** Place of this hit in the list: pass it as `after`. */
  cursor: Scalars['String']['output'];
  /** How it came to its place. Costs nothing where it is not asked for. */
  explain: HitExplanation;
  /** The documents that this hit stands for; null without `groupBy`. */
  group: Maybe<SearchGroup>;
  /** Where the words of the search stand in the title and the best passage. */
  highlights: Array<Highlight>;
  /** Which of the document's pictures matched best, from 0; null unless the mode is IMAGE. */
  image: Maybe<Scalars['Int']['output']>;
  /** The document, at the revision that was found. */
  node: Maybe<Document>;
  /** The passage of the document that matched best. */
  passage: Passage;
  /** The best passages of the document, 1 to 20, the best first. Those of a long document are searched when this is asked for. */
  passages: Array<ScoredPassage>;
  /**
   * How well it answers the search, 0 to 1, by its cosine and its words, on one scale for all models and searches: 0.5 is even odds, if
   * as many of the nearest documents answer as do not. Calibrated on questions; for a model that is not Kitegraph's own it is an
   * estimate by a few questions that the model is tried with. Neither fusion nor reranking changes it. Null with `unlike`, and in mode IMAGE.
   */
  relevance: Maybe<Scalars['Float']['output']>;
  /**
   * The higher the better; comparable within one search only. SEMANTIC: cosine. KEYWORD: BM25. HYBRID: the fused score.
   * Where the collections of a SEMANTIC search have different embedding models, it is the calibrated `relevance`. A document that reranking moved has the score of the one whose place it took.
   */
  score: Scalars['Float']['output'];
};


/** One hit. */
export type SearchEdgePassagesArgs = {
  first: Scalars['Int']['input'];
};

/** How an answer came about. */
export type SearchExplanation = {
  /** By what the search found its candidates: one branch for keywords, and one for each embedding model. */
  branches: Array<BranchExplanation>;
  /** Which level of the cache answered. */
  cacheLevel: CacheLevel;
  /** The embedding model of the collections, or of the first where they have several; null for a KEYWORD search. */
  model: Maybe<EmbeddingModel>;
  /** The embedding models of the collections, each once; none for a KEYWORD search. */
  models: Array<EmbeddingModel>;
  /** What the caller should know, such as a part that is away and what was done instead. */
  notes: Array<Scalars['String']['output']>;
  /** The stages of the search in their order, with the time each took. */
  stages: Array<SearchStage>;
  /** How each collection was asked, in the order of the search. */
  views: Array<ViewExplanation>;
};

/** The documents that a hit stands for, where a search groups them. */
export type SearchGroup = {
  /** The best of them, in the order of the list; the hit itself is the first. They have its cursor. */
  hits: Array<SearchEdge>;
  /** How many there are in the list. */
  totalCount: Scalars['Int']['output'];
  /** The value that they have in common; null: they lack the field. */
  value: Maybe<Scalars['JSON']['output']>;
};

/** What to search for, where and how. */
export type SearchInput = {
  /**
   * Positions as answered by mutations: the search waits (at most `waitMilliseconds`) until all that was accepted up to
   * them is indexed, or answers POSITION_NOT_REACHED.
   */
  atLeast?: InputMaybe<Array<Scalars['String']['input']>>;
  /**
   * Raise or lower documents. Factors multiply a document's standing among the candidates: its score, brought to 0.5 for the last of them
   * and 1 for the best. `score` is then this product; `relevance` stays as it is. At most 20.
   */
  boosts?: InputMaybe<Array<BoostInput>>;
  /** How many passages each branch collects of each collection before they are fused and grouped by document, 10 to 1,000. */
  candidates: Scalars['Int']['input'];
  /**
   * Show only the best of documents that are nearly the same: of those passages that matched, the text is the same but for case, width
   * and punctuation, or, where their collections have one model, their vectors' cosine is above 0.98. In mode IMAGE: of those pictures that
   * matched. The first 2,000 documents are compared.
   */
  collapse: Scalars['Boolean']['input'];
  /**
   * Weights of collections, 0 to 10, of several that are searched; 1 where not given. How far a document stands above the least
   * that it can score counts so many times: 2 raises those of the collection that match, 0 puts all of them behind.
   */
  collectionWeights?: InputMaybe<Array<CollectionWeightInput>>;
  /** Names or ids of collections, 1 to 20. */
  collections: Array<Scalars['ID']['input']>;
  /** Only documents for which this holds. */
  filter?: InputMaybe<FilterInput>;
  /** How the two branches of a HYBRID search become one order. */
  fusion: FusionMethod;
  /** One hit for each value of a field, in the order of the best document of each. */
  groupBy?: InputMaybe<GroupByInput>;
  /** A picture to look near to, in mode IMAGE. Together with `text`: near to the mean of both. */
  image?: InputMaybe<ImageInput>;
  /**
   * Weight of the keyword branch in a HYBRID search, 0 to 1; the semantic branch has the rest. Default: what each collection says
   * (`search.keywordWeight`), or 0.5.
   */
  keywordWeight?: InputMaybe<Scalars['Float']['input']>;
  /**
   * Documents that those to be found should be like, at most 10, of collections with the same embedding model. The search looks near
   * to the mean of their vectors (of a long document: of its passages'), and of the text's where there is one; without a text it
   * goes by vectors alone, in HYBRID mode too. They are not among the hits.
   */
  like?: InputMaybe<Array<DocumentRefInput>>;
  /**
   * Only documents with this `relevance` at least, 0 to 1; 0.5 leaves out what rather does not answer the search. It does not depend
   * on the page, the other hits or the method of fusion. Counts and facets are of what is left.
   */
  minScore?: InputMaybe<Scalars['Float']['input']>;
  /** By meaning, by words, by both, or by images. */
  mode: SearchMode;
  /** Only these partitions: by name, or values of the field, as the collections are divided. At most 100. */
  partitions?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Raise recent documents; together with `boosts`. */
  recency?: InputMaybe<RecencyInput>;
  /**
   * Judges the first documents once more, each together with the question, and blends that with their first order: slower,
   * better. English by a model that reads question and passage together, other languages by the sentence of the passage that is
   * nearest to the question. What comes after those that are reranked keeps its order; so does all of it where the reranker is
   * away, which the answer says. Then come `boosts`, `sort` and the like.
   */
  rerank: Scalars['Boolean']['input'];
  /** How many documents are reranked, from the first on, 2 to 200. Twice `first` where not given. */
  rerankCandidates?: InputMaybe<Scalars['Int']['input']>;
  /** Order the candidates by fields instead of by score, which decides between equal ones. At most 3 fields. */
  sort?: InputMaybe<Array<SortInput>>;
  /** How `text` is read. */
  syntax: QuerySyntax;
  /**
   * The question or the words to look for, in any script. At most 4,000 characters. `"a phrase"` (also “ ” and 「 」) and `+word` must
   * stand in the title, the content or a keyword field of a document, `-word` and `-"a phrase"` must not, in full-width signs too; see `syntax`.
   */
  text?: InputMaybe<Scalars['String']['input']>;
  /**
   * Whether KEYWORD and HYBRID searches look for what misspelt words were meant to be: a word of at least four letters that no document
   * has, with one letter wrong (two from eight letters on), in a text of at most six words. Never numbers, ids, what is in quotes or must be found, or
   * words of scripts without spaces; nor in live searches.
   */
  typos: Scalars['Boolean']['input'];
  /** And unlike, at most 10: half of the mean of their vectors is taken off. They are not among the hits. */
  unlike?: InputMaybe<Array<DocumentRefInput>>;
  /**
   * A vector to look near to, of the collections' embedding model, in place of the one of `text`; `text` is then for the words, for
   * highlights and for reranking. Without `text`, and without `like`, the search goes by this vector alone.
   */
  vector?: InputMaybe<Scalars['Vector']['input']>;
  /** How long to wait for `atLeast`, 0 to 30,000 ms. */
  waitMilliseconds: Scalars['Int']['input'];
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

/** Statistics of the searches in one mode. */
export type SearchModeStatistics = {
  /** Mean time of a search, in milliseconds. */
  averageLatencyMs: Scalars['Float']['output'];
  /** Share of the searches that the cache answered, 0 to 1. */
  cacheHitRate: Scalars['Float']['output'];
  /** Of these, answered out of the cache. */
  cacheHits: Scalars['Int']['output'];
  /** Half of the searches took at most so many milliseconds, within 5 %. */
  latencyP50Ms: Scalars['Float']['output'];
  /** 95 of 100 searches took at most so many milliseconds, within 5 %. */
  latencyP95Ms: Scalars['Float']['output'];
  /** 99 of 100 searches took at most so many milliseconds, within 5 %. */
  latencyP99Ms: Scalars['Float']['output'];
  /** The mode. */
  mode: SearchMode;
  /** Searches answered. */
  totalQueries: Scalars['Int']['output'];
};

/** One stage of a search. */
export type SearchStage = {
  /** Whether its result came out of the cache: the time is that of the search that made it. */
  cached: Scalars['Boolean']['output'];
  /** How long it took, in milliseconds. */
  milliseconds: Scalars['Float']['output'];
  /**
   * Name: embed, retrieve, group, fuse, threshold (where there is a `minScore`), rerank (where it is asked for), arrange (where the search sorts, groups, collapses or boosts), collect, present;
   * `<name>:<hook>` for one of the deployment's middleware.
   */
  name: Scalars['String']['output'];
};

/** Statistics of searches since the query service started. */
export type SearchStatistics = {
  /** Mean time of a search, in milliseconds; 0 before the first. */
  averageLatencyMs: Scalars['Float']['output'];
  /** The same of each mode that was searched in. */
  byMode: Array<SearchModeStatistics>;
  /** Share of the searches that the cache answered, 0 to 1; 0 before the first. */
  cacheHitRate: Scalars['Float']['output'];
  /** Of these, answered out of the cache. */
  cacheHits: Scalars['Int']['output'];
  /** Of these, out of the memory of the query service. */
  cacheHitsL1: Scalars['Int']['output'];
  /** And out of the shared cache (Redis). */
  cacheHitsL2: Scalars['Int']['output'];
  /** Searches that the cache could not answer. */
  cacheMisses: Scalars['Int']['output'];
  /** Half of the searches took at most so many milliseconds, within 5 %; 0 before the first. */
  latencyP50Ms: Scalars['Float']['output'];
  /** 95 of 100 searches took at most so many milliseconds, within 5 %. */
  latencyP95Ms: Scalars['Float']['output'];
  /** 99 of 100 searches took at most so many milliseconds, within 5 %. */
  latencyP99Ms: Scalars['Float']['output'];
  /**
   * Of the ten documents whose vectors are nearest, the share that was found (`targetRecall` means the same): the mean of the newest 500
   * searches of a graph index that were run again exactly; null before the first. See the setting KITEGRAPH_RECALL_SHARE.
   */
  recall: Maybe<Scalars['Float']['output']>;
  /** Searches answered. */
  totalQueries: Scalars['Int']['output'];
};

/** What became of the page of a standing search. */
export type SearchUpdate = {
  /**
   * What became of the page since the event before. To bring a list up to date: take out what LEFT and what MOVED, then put
   * in what ENTERED and what MOVED at its place, in the order given, and replace what CHANGED.
   */
  changes: Array<SearchChange>;
  /** Whether `changes` builds the page from nothing, as the first event does: forget what you had. */
  fresh: Scalars['Boolean']['output'];
  /** The whole page as it is now. Its cursors are not kept: to read on behind it, use `search`. */
  page: SearchConnection;
  /** One for each collection: all that was accepted up to them is in this page. */
  positions: Array<Scalars['String']['output']>;
  /** Counts the events of this subscription, from 1. */
  sequence: Scalars['Int']['output'];
};

/** A sentence of a passage. */
export type Sentence = {
  /** Where it ends in the content (exclusive), in UTF-16 code units. */
  end: Scalars['Int']['output'];
  /** Cosine of its vector and the one that the search looks near to. */
  score: Scalars['Float']['output'];
  /** Where it starts in the content, in UTF-16 code units. */
  start: Scalars['Int']['output'];
  /** Its text. */
  text: Scalars['String']['output'];
};

/** One field to sort by. */
export type SortInput = {
  /** A declared, filterable field; not of type STRING_LIST. */
  field: Scalars['String']['input'];
  /** Strings are ordered by Unicode code point. Documents without the field come last in either order. */
  order: SortOrder;
};

/** Which comes first. */
export type SortOrder =
  /** The least. */
  | 'ASC'
  /** The greatest. */
  | 'DESC';

export type Subscription = {
  /**
   * A standing search: first its page, then what becomes of it as documents are indexed. A slow client gets fewer events, each
   * with all that changed since its last one. Whoever comes back after a lost connection gets the page anew. Also what only shifts
   * because every document that is indexed weighs words a little differently is sent at once.
   * Scope: `search`.
   */
  searchUpdates: SearchUpdate;
};


export type SubscriptionSearchUpdatesArgs = {
  first: Scalars['Int']['input'];
  input: SearchInput;
};

/** What a text that is being typed may become. */
export type Suggestions = {
  /**
   * The text with its last word completed, the most frequent words first. A text of several words is completed to phrases that stand
   * in a document.
   */
  completions: Array<Completion>;
  /** What the caller should know, such as a part that is away and what was done instead. */
  notes: Array<Scalars['String']['output']>;
  /** Documents whose title begins so, then those whose title goes so from the beginning of a word on; each title once. */
  titles: Array<TitleSuggestion>;
};

/** A document with a title that goes on as the text that is being typed. */
export type TitleSuggestion = {
  /** The collection of the document. */
  collectionName: Scalars['ID']['output'];
  /** The document, at the revision that searches find. */
  node: Maybe<Document>;
  /** The title as searches find it. */
  title: Scalars['String']['output'];
};

/** How the vectors of a collection were searched. */
export type VectorSearchExplanation = {
  /** Passages that were asked for. */
  candidates: Scalars['Int']['output'];
  /**
   * Candidates of the graph at least: by the collection's `ef`, or as many as hold its `targetRecall`. Null where the search is exact, and
   * where it was raised for a caller who sees a part of the collection.
   */
  ef: Maybe<Scalars['Int']['output']>;
  /**
   * Whether every vector was compared: the nearest are then found for certain. With a graph, those vectors are that pass a filter
   * which leaves too few for it.
   */
  exact: Scalars['Boolean']['output'];
  /** FLAT or HNSW. */
  kind: Scalars['String']['output'];
  /** Whether `ef` is more than the collection's own, because few passages pass the filter; the embedded Milvus does that by itself. */
  raised: Scalars['Boolean']['output'];
};

/** How the index of a collection was asked. */
export type ViewExplanation = {
  /** Name of the collection. */
  collectionName: Scalars['ID']['output'];
  /** The Milvus expression by which passages were filtered; null: all were looked at. */
  expression: Maybe<Scalars['String']['output']>;
  /** Passages that the keyword branch asked for; null where it did not look. */
  keywordCandidates: Maybe<Scalars['Int']['output']>;
  /** The most that BM25 could be for this text in this collection; null where words were not searched. */
  keywordMaximum: Maybe<Scalars['Float']['output']>;
  /** Milvus partitions that were looked into; null: all. */
  partitions: Maybe<Array<Scalars['String']['output']>>;
  /**
   * Share of the passages that the caller may see, in these partitions, that pass the filter, 0 to 1; 1 where there is none. It is
   * counted once for each filter and state of the index, for the search itself or when it is asked for. Null where Milvus is away.
   */
  selectivity: Maybe<Scalars['Float']['output']>;
  /** How its vectors were searched; null where they were not. */
  vectors: Maybe<VectorSearchExplanation>;
  /** Name of the physical Milvus collection that serves it. */
  view: Scalars['String']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Collection: Collection;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Collection:
    ( { __typename: 'Collection' }
    & ( GraphQLRecursivePick<FederationTypes['Collection'], {"id":true}>
        | GraphQLRecursivePick<FederationTypes['Collection'], {"name":true}> ) );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  BoostInput: BoostInput;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  BranchExplanation: ResolverTypeWrapper<BranchExplanation>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  CacheLevel: CacheLevel;
  Collection: ResolverTypeWrapper<CollectionEntryRow>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  CollectionWeightInput: CollectionWeightInput;
  Completion: ResolverTypeWrapper<Completion>;
  CountRelation: CountRelation;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Document: ResolverTypeWrapper<Document>;
  DocumentRefInput: DocumentRefInput;
  EmbeddingModel: ResolverTypeWrapper<EmbeddingModel>;
  Facet: ResolverTypeWrapper<Facet>;
  FacetBucket: ResolverTypeWrapper<FacetBucket>;
  FacetInput: FacetInput;
  FacetInterval: FacetInterval;
  FacetRangeInput: FacetRangeInput;
  FilterInput: FilterInput;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  FilterValue: ResolverTypeWrapper<Scalars['FilterValue']['output']>;
  FusionMethod: FusionMethod;
  GroupByInput: GroupByInput;
  Highlight: ResolverTypeWrapper<Highlight>;
  HighlightFragment: ResolverTypeWrapper<HighlightFragment>;
  HitBranch: ResolverTypeWrapper<HitBranch>;
  HitExplanation: ResolverTypeWrapper<HitExplanation>;
  ImageInput: ImageInput;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Passage: ResolverTypeWrapper<PassageInViewRow>;
  PassageContext: ResolverTypeWrapper<Omit<PassageContext, 'passages'> & { passages: Array<ResolversTypes['Passage']> }>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  QuerySyntax: QuerySyntax;
  RecencyInput: RecencyInput;
  RerankExplanation: ResolverTypeWrapper<RerankExplanation>;
  RerankMethod: RerankMethod;
  ScoreNormalization: ScoreNormalization;
  ScoredPassage: ResolverTypeWrapper<Omit<ScoredPassage, 'passage'> & { passage: ResolversTypes['Passage'] }>;
  SearchBranch: SearchBranch;
  SearchChange: ResolverTypeWrapper<Omit<SearchChange, 'edge'> & { edge?: Maybe<ResolversTypes['SearchEdge']> }>;
  SearchChangeKind: SearchChangeKind;
  SearchConnection: ResolverTypeWrapper<SearchResultRow>;
  SearchEdge: ResolverTypeWrapper<EdgeRowRow>;
  SearchExplanation: ResolverTypeWrapper<SearchResultRow>;
  SearchGroup: ResolverTypeWrapper<Omit<SearchGroup, 'hits'> & { hits: Array<ResolversTypes['SearchEdge']> }>;
  SearchInput: SearchInput;
  SearchMode: SearchMode;
  SearchModeStatistics: ResolverTypeWrapper<SearchModeStatistics>;
  SearchStage: ResolverTypeWrapper<SearchStage>;
  SearchStatistics: ResolverTypeWrapper<SearchStatistics>;
  SearchUpdate: ResolverTypeWrapper<LiveUpdateRow>;
  Sentence: ResolverTypeWrapper<Sentence>;
  SortInput: SortInput;
  SortOrder: SortOrder;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Suggestions: ResolverTypeWrapper<SuggestedRow>;
  TitleSuggestion: ResolverTypeWrapper<TitleHitRow>;
  Vector: ResolverTypeWrapper<Scalars['Vector']['output']>;
  VectorSearchExplanation: ResolverTypeWrapper<VectorSearchExplanation>;
  ViewExplanation: ResolverTypeWrapper<AskedViewRow>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  BoostInput: BoostInput;
  Float: Scalars['Float']['output'];
  BranchExplanation: BranchExplanation;
  Int: Scalars['Int']['output'];
  Collection: CollectionEntryRow;
  ID: Scalars['ID']['output'];
  CollectionWeightInput: CollectionWeightInput;
  Completion: Completion;
  DateTime: Scalars['DateTime']['output'];
  Document: Document;
  DocumentRefInput: DocumentRefInput;
  EmbeddingModel: EmbeddingModel;
  Facet: Facet;
  FacetBucket: FacetBucket;
  FacetInput: FacetInput;
  FacetRangeInput: FacetRangeInput;
  FilterInput: FilterInput;
  Boolean: Scalars['Boolean']['output'];
  FilterValue: Scalars['FilterValue']['output'];
  GroupByInput: GroupByInput;
  Highlight: Highlight;
  HighlightFragment: HighlightFragment;
  HitBranch: HitBranch;
  HitExplanation: HitExplanation;
  ImageInput: ImageInput;
  JSON: Scalars['JSON']['output'];
  PageInfo: PageInfo;
  Passage: PassageInViewRow;
  PassageContext: Omit<PassageContext, 'passages'> & { passages: Array<ResolversParentTypes['Passage']> };
  Query: Record<PropertyKey, never>;
  RecencyInput: RecencyInput;
  RerankExplanation: RerankExplanation;
  ScoredPassage: Omit<ScoredPassage, 'passage'> & { passage: ResolversParentTypes['Passage'] };
  SearchChange: Omit<SearchChange, 'edge'> & { edge?: Maybe<ResolversParentTypes['SearchEdge']> };
  SearchConnection: SearchResultRow;
  SearchEdge: EdgeRowRow;
  SearchExplanation: SearchResultRow;
  SearchGroup: Omit<SearchGroup, 'hits'> & { hits: Array<ResolversParentTypes['SearchEdge']> };
  SearchInput: SearchInput;
  SearchModeStatistics: SearchModeStatistics;
  SearchStage: SearchStage;
  SearchStatistics: SearchStatistics;
  SearchUpdate: LiveUpdateRow;
  Sentence: Sentence;
  SortInput: SortInput;
  Subscription: Record<PropertyKey, never>;
  Suggestions: SuggestedRow;
  TitleSuggestion: TitleHitRow;
  Vector: Scalars['Vector']['output'];
  VectorSearchExplanation: VectorSearchExplanation;
  ViewExplanation: AskedViewRow;
  String: Scalars['String']['output'];
};

export type EventsDirectiveArgs = {
  kind: Scalars['String']['input'];
};

export type EventsDirectiveResolver<Result, Parent, ContextType = Context, Args = EventsDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type BranchExplanationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BranchExplanation'] = ResolversParentTypes['BranchExplanation']> = {
  branch?: Resolver<ResolversTypes['SearchBranch'], ParentType, ContextType>;
  deviation?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  documents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  mean?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['EmbeddingModel']>, ParentType, ContextType>;
  normalization?: Resolver<ResolversTypes['ScoreNormalization'], ParentType, ContextType>;
};

export type CollectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Collection'] = ResolversParentTypes['Collection'], FederationReferenceType extends FederationReferenceTypes['Collection'] = FederationReferenceTypes['Collection']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Collection']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  searchStatistics?: Resolver<Maybe<ResolversTypes['SearchStatistics']>, ParentType, ContextType>;
};

export type CompletionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Completion'] = ResolversParentTypes['Completion']> = {
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DocumentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Document'] = ResolversParentTypes['Document']> = {
  collectionName?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  content?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  documentId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  metadata?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type EmbeddingModelResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EmbeddingModel'] = ResolversParentTypes['EmbeddingModel']> = {
  dimensions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type FacetResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Facet'] = ResolversParentTypes['Facet']> = {
  buckets?: Resolver<Array<ResolversTypes['FacetBucket']>, ParentType, ContextType>;
  countRelation?: Resolver<ResolversTypes['CountRelation'], ParentType, ContextType>;
  documents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  missing?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  more?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type FacetBucketResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FacetBucket'] = ResolversParentTypes['FacetBucket']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  from?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
};

export interface FilterValueScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['FilterValue'], any> {
  name: 'FilterValue';
}

export type HighlightResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Highlight'] = ResolversParentTypes['Highlight']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  fragments?: Resolver<Array<ResolversTypes['HighlightFragment']>, ParentType, ContextType>;
};

export type HighlightFragmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['HighlightFragment'] = ResolversParentTypes['HighlightFragment']> = {
  end?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  html?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  start?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type HitBranchResolvers<ContextType = Context, ParentType extends ResolversParentTypes['HitBranch'] = ResolversParentTypes['HitBranch']> = {
  branch?: Resolver<ResolversTypes['SearchBranch'], ParentType, ContextType>;
  contribution?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['EmbeddingModel']>, ParentType, ContextType>;
  normalized?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  rank?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  score?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  weight?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type HitExplanationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['HitExplanation'] = ResolversParentTypes['HitExplanation']> = {
  boost?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  branches?: Resolver<Array<ResolversTypes['HitBranch']>, ParentType, ContextType>;
  collectionWeight?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  fusedScore?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  rerank?: Resolver<Maybe<ResolversTypes['RerankExplanation']>, ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PassageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Passage'] = ResolversParentTypes['Passage']> = {
  around?: Resolver<ResolversTypes['PassageContext'], ParentType, ContextType, RequireFields<PassageAroundArgs, 'after' | 'before'>>;
  end?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  headings?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  ordinal?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  start?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PassageContextResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PassageContext'] = ResolversParentTypes['PassageContext']> = {
  end?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  passages?: Resolver<Array<ResolversTypes['Passage']>, ParentType, ContextType>;
  start?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  search?: Resolver<Maybe<ResolversTypes['SearchConnection']>, ParentType, ContextType, RequireFields<QuerySearchArgs, 'first' | 'input'>>;
  searchStatistics?: Resolver<Maybe<ResolversTypes['SearchStatistics']>, ParentType, ContextType>;
  suggest?: Resolver<Maybe<ResolversTypes['Suggestions']>, ParentType, ContextType, RequireFields<QuerySuggestArgs, 'collections' | 'first' | 'prefix'>>;
};

export type RerankExplanationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RerankExplanation'] = ResolversParentTypes['RerankExplanation']> = {
  method?: Resolver<ResolversTypes['RerankMethod'], ParentType, ContextType>;
  rankAfter?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rankBefore?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ScoredPassageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ScoredPassage'] = ResolversParentTypes['ScoredPassage']> = {
  passage?: Resolver<ResolversTypes['Passage'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type SearchChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchChange'] = ResolversParentTypes['SearchChange']> = {
  collectionName?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  documentId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  edge?: Resolver<Maybe<ResolversTypes['SearchEdge']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['SearchChangeKind'], ParentType, ContextType>;
  place?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  previousPlace?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type SearchConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchConnection'] = ResolversParentTypes['SearchConnection']> = {
  didYouMean?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  edges?: Resolver<Array<ResolversTypes['SearchEdge']>, ParentType, ContextType>;
  explain?: Resolver<ResolversTypes['SearchExplanation'], ParentType, ContextType>;
  facets?: Resolver<Maybe<Array<ResolversTypes['Facet']>>, ParentType, ContextType, RequireFields<SearchConnectionFacetsArgs, 'of'>>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountRelation?: Resolver<ResolversTypes['CountRelation'], ParentType, ContextType>;
};

export type SearchEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchEdge'] = ResolversParentTypes['SearchEdge']> = {
  bestSentence?: Resolver<Maybe<ResolversTypes['Sentence']>, ParentType, ContextType>;
  collapsed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  explain?: Resolver<ResolversTypes['HitExplanation'], ParentType, ContextType>;
  group?: Resolver<Maybe<ResolversTypes['SearchGroup']>, ParentType, ContextType>;
  highlights?: Resolver<Array<ResolversTypes['Highlight']>, ParentType, ContextType>;
  image?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Document']>, ParentType, ContextType>;
  passage?: Resolver<ResolversTypes['Passage'], ParentType, ContextType>;
  passages?: Resolver<Array<ResolversTypes['ScoredPassage']>, ParentType, ContextType, RequireFields<SearchEdgePassagesArgs, 'first'>>;
  relevance?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type SearchExplanationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchExplanation'] = ResolversParentTypes['SearchExplanation']> = {
  branches?: Resolver<Array<ResolversTypes['BranchExplanation']>, ParentType, ContextType>;
  cacheLevel?: Resolver<ResolversTypes['CacheLevel'], ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['EmbeddingModel']>, ParentType, ContextType>;
  models?: Resolver<Array<ResolversTypes['EmbeddingModel']>, ParentType, ContextType>;
  notes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  stages?: Resolver<Array<ResolversTypes['SearchStage']>, ParentType, ContextType>;
  views?: Resolver<Array<ResolversTypes['ViewExplanation']>, ParentType, ContextType>;
};

export type SearchGroupResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchGroup'] = ResolversParentTypes['SearchGroup']> = {
  hits?: Resolver<Array<ResolversTypes['SearchEdge']>, ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
};

export type SearchModeStatisticsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchModeStatistics'] = ResolversParentTypes['SearchModeStatistics']> = {
  averageLatencyMs?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  cacheHitRate?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  cacheHits?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  latencyP50Ms?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  latencyP95Ms?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  latencyP99Ms?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  mode?: Resolver<ResolversTypes['SearchMode'], ParentType, ContextType>;
  totalQueries?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SearchStageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchStage'] = ResolversParentTypes['SearchStage']> = {
  cached?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  milliseconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SearchStatisticsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchStatistics'] = ResolversParentTypes['SearchStatistics']> = {
  averageLatencyMs?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  byMode?: Resolver<Array<ResolversTypes['SearchModeStatistics']>, ParentType, ContextType>;
  cacheHitRate?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  cacheHits?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  cacheHitsL1?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  cacheHitsL2?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  cacheMisses?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  latencyP50Ms?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  latencyP95Ms?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  latencyP99Ms?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  recall?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  totalQueries?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SearchUpdateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchUpdate'] = ResolversParentTypes['SearchUpdate']> = {
  changes?: Resolver<Array<ResolversTypes['SearchChange']>, ParentType, ContextType>;
  fresh?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  page?: Resolver<ResolversTypes['SearchConnection'], ParentType, ContextType>;
  positions?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SentenceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Sentence'] = ResolversParentTypes['Sentence']> = {
  end?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  start?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  searchUpdates?: SubscriptionResolver<ResolversTypes['SearchUpdate'], "searchUpdates", ParentType, ContextType, RequireFields<SubscriptionSearchUpdatesArgs, 'first' | 'input'>>;
};

export type SuggestionsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Suggestions'] = ResolversParentTypes['Suggestions']> = {
  completions?: Resolver<Array<ResolversTypes['Completion']>, ParentType, ContextType>;
  notes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  titles?: Resolver<Array<ResolversTypes['TitleSuggestion']>, ParentType, ContextType>;
};

export type TitleSuggestionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TitleSuggestion'] = ResolversParentTypes['TitleSuggestion']> = {
  collectionName?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Document']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface VectorScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Vector'], any> {
  name: 'Vector';
}

export type VectorSearchExplanationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['VectorSearchExplanation'] = ResolversParentTypes['VectorSearchExplanation']> = {
  candidates?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ef?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  exact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  raised?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ViewExplanationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ViewExplanation'] = ResolversParentTypes['ViewExplanation']> = {
  collectionName?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  expression?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  keywordCandidates?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  keywordMaximum?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  partitions?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  selectivity?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  vectors?: Resolver<Maybe<ResolversTypes['VectorSearchExplanation']>, ParentType, ContextType>;
  view?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  BranchExplanation?: BranchExplanationResolvers<ContextType>;
  Collection?: CollectionResolvers<ContextType>;
  Completion?: CompletionResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Document?: DocumentResolvers<ContextType>;
  EmbeddingModel?: EmbeddingModelResolvers<ContextType>;
  Facet?: FacetResolvers<ContextType>;
  FacetBucket?: FacetBucketResolvers<ContextType>;
  FilterValue?: GraphQLScalarType;
  Highlight?: HighlightResolvers<ContextType>;
  HighlightFragment?: HighlightFragmentResolvers<ContextType>;
  HitBranch?: HitBranchResolvers<ContextType>;
  HitExplanation?: HitExplanationResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  PageInfo?: PageInfoResolvers<ContextType>;
  Passage?: PassageResolvers<ContextType>;
  PassageContext?: PassageContextResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RerankExplanation?: RerankExplanationResolvers<ContextType>;
  ScoredPassage?: ScoredPassageResolvers<ContextType>;
  SearchChange?: SearchChangeResolvers<ContextType>;
  SearchConnection?: SearchConnectionResolvers<ContextType>;
  SearchEdge?: SearchEdgeResolvers<ContextType>;
  SearchExplanation?: SearchExplanationResolvers<ContextType>;
  SearchGroup?: SearchGroupResolvers<ContextType>;
  SearchModeStatistics?: SearchModeStatisticsResolvers<ContextType>;
  SearchStage?: SearchStageResolvers<ContextType>;
  SearchStatistics?: SearchStatisticsResolvers<ContextType>;
  SearchUpdate?: SearchUpdateResolvers<ContextType>;
  Sentence?: SentenceResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Suggestions?: SuggestionsResolvers<ContextType>;
  TitleSuggestion?: TitleSuggestionResolvers<ContextType>;
  Vector?: GraphQLScalarType;
  VectorSearchExplanation?: VectorSearchExplanationResolvers<ContextType>;
  ViewExplanation?: ViewExplanationResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  events?: EventsDirectiveResolver<any, any, ContextType>;
};
