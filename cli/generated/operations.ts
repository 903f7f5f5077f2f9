/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Documents to insert or replace. */
export type AddDocumentsInput = {
  /** Name or id of the collection. */
  collection: string;
  /** The documents, 1 to 1,000; a request is at most 16 MB. */
  documents: Array<DocumentInput>;
  /**
   * Names this request, so that it can be sent again when its answer was lost: the second time it changes nothing and answers as
   * the first did. 1 to 128 characters; remembered for a week. The same key with another request is refused.
   */
  idempotencyKey?: string | null | undefined;
  /** What to do with a document whose id exists. */
  onConflict?: OnConflict;
  /** The partition of all documents that name none, where the collection is divided by name. */
  partition?: string | null | undefined;
  /** Higher runs first, -100 to 100. A tenth of each batch goes to what has waited longest, whatever its priority. */
  priority?: number;
  /** When to answer. */
  waitFor?: WaitFor;
};

/** How a metric is compared with a threshold. */
export type AlertOperator =
  /** Greater than. */
  | 'GT'
  /** Greater than or equal to. */
  | 'GTE'
  /** Less than. */
  | 'LT'
  /** Less than or equal to. */
  | 'LTE';

/** How grave an alert is. */
export type AlertSeverity =
  /** Look now. */
  | 'CRITICAL'
  /** Good to know. */
  | 'INFO'
  /** Look soon. */
  | 'WARNING';

/** How an alert is. */
export type AlertState =
  /** The condition has held for the rule's duration. */
  | 'FIRING'
  /** The condition holds, but not yet for the rule's duration. */
  | 'PENDING'
  /** The condition has ceased. */
  | 'RESOLVED';

/** How words become terms. */
export type Analyzer =
  /** As STANDARD, but every word counts, in the form in which it is written. */
  | 'EXACT'
  /** Case, width and accents folded, English words stemmed and its stop words left out, Chinese, Japanese and Korean by characters and pairs. */
  | 'STANDARD';

/** How changes are gathered into batches. The defaults are the deployment's settings. */
export type BatchingInput = {
  /** How long a batch that is not full waits for more, 0 to 300 seconds; 0: it is closed at once when nothing else waits. */
  lingerSeconds?: number | null | undefined;
  /** A batch is closed at so many documents, 1 to 1,000. */
  maxDocuments?: number | null | undefined;
  /** A batch takes as much text as is embedded in about so many seconds, 1 to 60. */
  maxSeconds?: number | null | undefined;
};

/** Raises or lowers the documents for which a condition holds. */
export type BoostInput = {
  /** What their standing is multiplied by, 0.1 to 10: 2 brings any of them before all that are not boosted, 0.5 puts them behind. */
  factor: number;
  /** Which documents, by declared, filterable fields. */
  filter: FilterInput;
};

/** A level of the cache. */
export type CacheLevel =
  /** From the memory of the process. */
  | 'L1'
  /** From the shared cache (Redis). */
  | 'L2'
  /** Not from a cache. */
  | 'NONE';

/** What a collection counts among those that are searched. */
export type CollectionWeightInput = {
  /** Its name or id. */
  collection: string;
  /** 0 to 10. */
  weight: number;
};

/** What a count means. */
export type CountRelation =
  /** This many or more. */
  | 'AT_LEAST'
  /** This many, exactly. */
  | 'EXACT';

/** An alert rule to make. */
export type CreateAlertRuleInput = {
  /** How long the condition must hold before the alert fires, in seconds, 0 to 86,400. */
  durationSeconds?: number;
  /** One of `metrics { name }`, such as latency_p99. */
  metric: string;
  /** For people; unique; at most 100 characters. */
  name: string;
  /** How the metric is compared with the threshold. */
  operator?: AlertOperator;
  /** How grave it is. */
  severity?: AlertSeverity;
  /** In the metric's unit. */
  threshold: number;
};

/** An API key to make. */
export type CreateApiKeyInput = {
  /** The only collections that it may use, by name, at most 100. Left out: all. */
  collections?: Array<string> | null | undefined;
  /** When it ends. Left out: not by itself. */
  expiresAt?: string | null | undefined;
  /** For people: what it is for; 1 to 100 characters. */
  name: string;
  /**
   * The scopes of documents and collections (their `readScopes`) that it is limited to; only for a key that does no more than search. Left
   * out: a key that only searches sees what demands no scope, any other sees all. `*`: it sees all.
   */
  readScopes?: Array<string> | null | undefined;
  /**
   * What it may do, 1 to 16 of: `search` (search, suggest, read collections and documents), `index` (add, change and delete documents,
   * follow and steer jobs), `ops` (health, metrics, alerts, rebuilds and upkeep), `admin` (all of it, and collections, models, keys and
   * the audit log); and scopes that your own subgraphs demand by @requiresScopes.
   */
  scopes: Array<string>;
  /** The tenant that it is bound to. Left out: none. */
  tenant?: string | null | undefined;
};

/** A collection to make. */
export type CreateCollectionInput = {
  /** How changes are gathered into batches. */
  batching?: BatchingInput | null | undefined;
  /** What is in it, for people. */
  description?: string;
  /** Typed fields of the documents' metadata. At most 64. */
  fields?: Array<FieldInput>;
  /**
   * Whether its documents may have images, which searches of the mode IMAGE look at. They are embedded by the image model of the
   * embedding service. It cannot be changed later.
   */
  images?: boolean;
  /** The index of the vectors. */
  index?: VectorIndexInput | null | undefined;
  /** What keyword searches look at. */
  keywords?: KeywordSettingsInput | null | undefined;
  /** Name of the embedding model, or name@version; the deployment's default where left out. `models` lists them. */
  model?: string | null | undefined;
  /** Letters, digits, - and _, starting with a letter; at most 64 characters; unique. */
  name: string;
  /** How its documents are divided. It cannot be changed later. */
  partitionBy?: PartitioningInput | null | undefined;
  /** How contents are split into passages. */
  passages?: PassageSettingsInput | null | undefined;
  /** Whoever is limited to scopes must have one of these to see the collection, and anything in it. At most 16; none: everybody sees it. */
  readScopes?: Array<string> | null | undefined;
  /** What its searches go by where they say nothing else. */
  search?: SearchSettingsInput | null | undefined;
  /** Whether a document with an undeclared metadata field is refused. Otherwise such a field is kept, but cannot be filtered by. */
  strict?: boolean;
  /** Words that mean the same, for KEYWORD and HYBRID searches. At most 1,000 rules. */
  synonyms?: Array<SynonymsInput> | null | undefined;
};

/** Which documents to delete: exactly one of `documentIds`, `documents` and `filter`. */
export type DeleteDocumentsInput = {
  /** Name or id of the collection. */
  collection: string;
  /** Ids of documents, 1 to 1,000. */
  documentIds?: Array<string> | null | undefined;
  /** Documents, 1 to 1,000, each only at a revision. */
  documents?: Array<DocumentRevisionInput> | null | undefined;
  /** Every document for which this holds as of now. */
  filter?: FilterInput | null | undefined;
  /** As in `addDocuments`. */
  idempotencyKey?: string | null | undefined;
  /** Higher runs first, -100 to 100. */
  priority?: number;
  /** When to answer. */
  waitFor?: WaitFor;
};

/** One document. */
export type DocumentInput = {
  /**
   * The text. At most 1,000,000 characters; long text is split into overlapping passages. May be left out where there are
   * `images`: the document is then found by these, and by its title.
   */
  content?: string | null | undefined;
  /** Your own id of the document, unique in the collection; 1 to 255 bytes of UTF-8, no control characters. */
  documentId: string;
  /** From then on it is not found, and soon after deleted. */
  expiresAt?: string | null | undefined;
  /** Only if this is its revision now (0: only if there is none); otherwise the whole request is refused with REVISION_CONFLICT. */
  ifRevision?: number | null | undefined;
  /** Its pictures, where the collection takes images. At most 16. */
  images?: Array<ImageInput> | null | undefined;
  /** Values of the declared fields, and others where the collection is not strict. At most 64 kB, 16 levels deep. */
  metadata?: unknown;
  /** Its partition, where the collection is divided by name. */
  partition?: string | null | undefined;
  /** Its passages with their vectors, where you have them already: they cover the content without gaps. At most 10,000. */
  passages?: Array<PassageInput> | null | undefined;
  /** Whoever is limited to scopes must have one of these to see it, beside what the collection demands. At most 16. */
  readScopes?: Array<string> | null | undefined;
  /** Title: searched with the content and shown with a hit. At most 1,000 characters. */
  title?: string | null | undefined;
  /** Its vector, of the collection's model, where you have it already: nothing is embedded then. */
  vector?: unknown;
};

/** A patch of one document: what is left out stays as it is. */
export type DocumentPatchInput = {
  /** The new text. A vector and passages that were given with the old one are dropped. */
  content?: string | null | undefined;
  /** The document's own id. */
  documentId: string;
  /** When it expires; null: never. */
  expiresAt?: string | null | undefined;
  /** Only if this is its revision now; otherwise the whole request is refused with REVISION_CONFLICT. */
  ifRevision?: number | null | undefined;
  /** Its pictures, in place of those so far; null removes them. */
  images?: Array<ImageInput> | null | undefined;
  /** Metadata values to set; null removes one. */
  metadata?: unknown;
  /** The partition to move it to, where the collection is divided by name. */
  partition?: string | null | undefined;
  /** Scopes of which one is needed to see it; null: none. Searches go by it once it is indexed, all else at once. */
  readScopes?: Array<string> | null | undefined;
  /** The new title; null removes it. */
  title?: string | null | undefined;
};

/** A document of a collection. */
export type DocumentRefInput = {
  /** Name or id of its collection; may be left out where one collection is searched, which is then meant. */
  collection?: string | null | undefined;
  /** The document's own id. */
  documentId: string;
};

/** A document at a revision. */
export type DocumentRevisionInput = {
  /** The document's own id. */
  documentId: string;
  /** Its revision now: where it is another, the whole request is refused with REVISION_CONFLICT. */
  ifRevision: number;
};

/** An embedding to keep. */
export type EmbeddingInput = {
  /** Its key, as `IndexedPassage.embeddingKey` tells it. */
  key: string;
  /** The vector. */
  vector: unknown;
};

/** What to count: the values of a field, or ranges of numbers or dates (`ranges`), or days, months or years (`interval`). */
export type FacetInput = {
  /** A field that is declared with `facet: true`. */
  field: string;
  /** How many buckets are shown at most, 1 to 1,000. Values: the most frequent, 10 where left out. Intervals: the latest, 100 where left out. */
  first?: number | null | undefined;
  /** For DATETIME: counted by day, month or year in UTC, in order of time. */
  interval?: FacetInterval | null | undefined;
  /** For INT, FLOAT and DATETIME: 1 to 50 ranges, which may overlap; each is shown, in the order given. */
  ranges?: Array<FacetRangeInput> | null | undefined;
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
  from?: unknown;
  /** Up to this value, which is not part of it. */
  to?: unknown;
};

/** A typed field of the documents' metadata. */
export type FieldInput = {
  /** The value that a document gets which has none; null: none. */
  default?: unknown;
  /** Whether it is offered for counting values. */
  facet?: boolean;
  /** Whether filters may use it. */
  filterable?: boolean;
  /** Letters, digits and _, not starting with a digit; at most 64 characters. */
  name: string;
  /** Whether each document must have it. */
  required?: boolean;
  /** Type of its values. */
  type: FieldType;
};

/** Type of a metadata field. */
export type FieldType =
  /** true or false. */
  | 'BOOLEAN'
  /** ISO 8601 date or time, kept to the millisecond. */
  | 'DATETIME'
  /** Finite double. */
  | 'FLOAT'
  /** 64-bit integer; beyond 2^53 as a string. */
  | 'INT'
  /** Text of at most 1,024 characters. */
  | 'STRING'
  /** List of at most 256 strings. */
  | 'STRING_LIST';

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

/** How a part is. */
export type HealthStatus =
  /** Works with limits: see `detail`. */
  | 'DEGRADED'
  /** Cannot be used: see `detail`. */
  | 'DOWN'
  /** Works. */
  | 'UP';

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

/** What a job does. */
export type IndexJobKind =
  /** Inserts or replaces documents. */
  | 'ADD'
  /** Deletes documents. */
  | 'DELETE'
  /** Compacts the index of a collection. */
  | 'OPTIMIZE'
  /** Builds the index of a collection anew, and switches over. */
  | 'REBUILD'
  /** Patches documents. */
  | 'UPDATE'
  /** Compares the index of a collection with its documents. */
  | 'VERIFY';

/** How far a job is. */
export type IndexJobStatus =
  /** Ended by `cancelIndexJob`. */
  | 'CANCELLED'
  /** Every document is found by search at this revision or a later one, or was deleted since. */
  | 'COMPLETED'
  /** As COMPLETED, but for the documents in `errors`. */
  | 'COMPLETED_WITH_ERRORS'
  /** Could not be done, see `failure`; what searches find has not changed. */
  | 'FAILED'
  /** Stopped by `pauseIndexJob`. */
  | 'PAUSED'
  /** Accepted, not taken up yet. */
  | 'QUEUED'
  /** Being worked on. */
  | 'RUNNING'
  /** Waits for a part that is away (goes on by itself), or for `resumeIndexing`. */
  | 'WAITING';

/** Embeddings to keep. */
export type KeepEmbeddingsInput = {
  /** Name or id of a collection with their model. */
  collection: string;
  /** The embeddings, 1 to 10,000. */
  embeddings: Array<EmbeddingInput>;
  /** Name of the model that they come from. */
  model: string;
  /** Version of that model. */
  version: string;
};

/** A metadata field that keyword searches look at. */
export type KeywordFieldInput = {
  /** Its name. */
  field: string;
  /** Weight of a word in it, 1 to 10. */
  weight?: number;
};

/** What keyword searches look at, and how much each counts: 0 (not at all) to 10. */
export type KeywordSettingsInput = {
  /** How words are told apart. Default: STANDARD. */
  analyzer?: Analyzer | null | undefined;
  /** Weight of a word in the content. Default: 1. */
  contentWeight?: number | null | undefined;
  /** Metadata fields of the types STRING and STRING_LIST that are searched too. Default: none. */
  fields?: Array<KeywordFieldInput> | null | undefined;
  /** Weight of a word in the title. Default: 2. */
  titleWeight?: number | null | undefined;
};

/** By what a model runs. */
export type ModelSourceKind =
  /** The embedding service loads it from a folder. */
  | 'FOLDER'
  /** Another OpenAI-compatible server. */
  | 'OPENAI'
  /** The deployment's embedding server offers it by itself. */
  | 'SERVICE';

/** What to do with a document whose id exists. */
export type OnConflict =
  /** Refuse the whole request with DOCUMENT_EXISTS. */
  | 'ERROR'
  /** Replace it. */
  | 'REPLACE'
  /** Leave it as it is. */
  | 'SKIP';

/** A partition of a collection that is divided by name. */
export type PartitionInput = {
  /** Name or id of the collection. */
  collection: string;
  /** Letters, digits and _, starting with a letter or _; at most 64 characters. */
  name: string;
};

/** By what the documents of a collection are divided. */
export type PartitionKind =
  /** By the values of a field: documents of one value lie together. */
  | 'FIELD'
  /** By partitions that are made by name, and named by each document. */
  | 'NAME'
  /** Not divided. */
  | 'NONE'
  /** By tenant: each request is bound to one tenant, and sees and changes nothing of another. */
  | 'TENANT';

/** How the documents of a collection are divided. */
export type PartitioningInput = {
  /** By what. */
  by: PartitionKind;
  /** With FIELD: a required, filterable STRING field. */
  field?: string | null | undefined;
};

/** A given passage of a content. */
export type PassageInput = {
  /** Where it ends in the content (exclusive), in UTF-16 code units. */
  end: number;
  /** Where it starts in the content, in UTF-16 code units. */
  start: number;
  /** Its vector, of the collection's model. */
  vector: unknown;
};

/** How contents are split into passages: at ends of sentences, in tokens of the embedding model. */
export type PassageSettingsInput = {
  /** Whether each passage is embedded and searched together with the Markdown headings that it stands under. Default: true. */
  headings?: boolean | null | undefined;
  /** Tokens of a passage at most, with its title and heading, 32 to 8,192; never more than the model reads. Default: 448, or what the model reads less 64. */
  maxTokens?: number | null | undefined;
  /** Tokens at the end of a passage that the next one repeats, up to half of `maxTokens`. Default: a seventh of `maxTokens`. */
  overlapTokens?: number | null | undefined;
};

/** How the vectors of tokens become the vector of a text. */
export type Pooling =
  /** The vector of the first token. */
  | 'CLS'
  /** Their mean. */
  | 'MEAN'
  /** The model does it itself. */
  | 'NONE';

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

/** A model to add: exactly one of `folder` and `url`. */
export type RegisterModelInput = {
  /** With `url`: name of the environment variable, of the index and the query service, that holds the key; it begins with KITEGRAPH_MODEL_KEY_. The key itself is never stored. */
  apiKeyVariable?: string | null | undefined;
  /** With `url`: dimensions to ask for. */
  dimensions?: number | null | undefined;
  /** A folder on the machine of the embedding service, with model.onnx and tokenizer.json: under models/ in its data directory, or under one of KITEGRAPH_MODEL_FOLDERS. */
  folder?: string | null | undefined;
  /** Languages that it knows, such as en or zh-Hant. */
  languages?: Array<string> | null | undefined;
  /** Tokens that the model reads. Default: what the folder or the server says, or else 512. */
  maxTokens?: number | null | undefined;
  /** Letters, digits, . - and _; at most 64 characters. A name that exists must be the same model. */
  name: string;
  /** Put before each passage. */
  passagePrefix?: string | null | undefined;
  /** How token vectors become one. Default: what the folder says, or else MEAN. */
  pooling?: Pooling | null | undefined;
  /** Put before each query. */
  queryPrefix?: string | null | undefined;
  /** With `url`: the model's name there. Default: `name`. */
  remoteModel?: string | null | undefined;
  /** An OpenAI-compatible server: the part before /v1/embeddings. */
  url?: string | null | undefined;
};

/** An API key to revoke. */
export type RevokeApiKeyInput = {
  /** The key's id. */
  id: string;
};

/** An API key to make anew. */
export type RotateApiKeyInput = {
  /** How long the old one opens too, in seconds, 0 to 2,592,000 (30 days). */
  graceSeconds?: number;
  /** The key's id. */
  id: string;
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

/** What the searches of a collection go by where they say nothing else. */
export type SearchSettingsInput = {
  /** Weight of the keyword branch in a HYBRID search, 0 to 1. Default: 0.5, which null brings back. */
  keywordWeight?: number | null | undefined;
};

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

/**
 * Words and short phrases that mean the same, in any script. They are compared as searches compare words: case, form and way of
 * writing do not matter. What stands in quotes in a search is not replaced.
 */
export type SynonymsInput = {
  /** With it the rule is one-way: a search for one of these finds `words` too, and one for `words` does not find these. 1 to 32. */
  from?: Array<string> | null | undefined;
  /** 2 to 32 words or phrases (with `from`: 1 to 32) of at most 100 characters: a search for one of them finds the others too. */
  words: Array<string>;
};

/** A change of a collection: what is left out stays as it is. */
export type UpdateCollectionInput = {
  /** Typed fields to add. None may be required without a default; no document is changed. */
  addFields?: Array<FieldInput> | null | undefined;
  /** How changes are gathered into batches. */
  batching?: BatchingInput | null | undefined;
  /** Name or id. */
  collection: string;
  /** What is in it, for people. */
  description?: string | null | undefined;
  /**
   * The declared fields whose values can be counted, in place of those that are `facet: true` so far (added ones are to be named too);
   * empty: none. Searches go by it at once.
   */
  facets?: Array<string> | null | undefined;
  /** The index of the vectors. Another kind, `m` or `efConstruction` needs a rebuild; `ef` and `targetRecall` do not. */
  index?: VectorIndexInput | null | undefined;
  /** What keyword searches look at. Needs a rebuild. */
  keywords?: KeywordSettingsInput | null | undefined;
  /** Name of another embedding model, or name@version. Needs a rebuild. */
  model?: string | null | undefined;
  /** How contents are split into passages. Needs a rebuild. */
  passages?: PassageSettingsInput | null | undefined;
  /** Priority of the rebuild, -100 to 100: the work that other requests bring runs first where its priority is higher. */
  priority?: number;
  /** Scopes of which one is needed to see the collection, in place of those so far; empty: everybody sees it. It counts at once. */
  readScopes?: Array<string> | null | undefined;
  /** Whether to rebuild the index where a change needs that. */
  rebuild?: boolean;
  /** What its searches go by where they say nothing else, from now on. Needs no rebuild. */
  search?: SearchSettingsInput | null | undefined;
  /** Whether a document with an undeclared metadata field is refused from now on. */
  strict?: boolean | null | undefined;
  /** Words that mean the same, for KEYWORD and HYBRID searches, in place of those so far; searches go by them at once. */
  synonyms?: Array<SynonymsInput> | null | undefined;
};

/** Patches of existing documents. */
export type UpdateDocumentsInput = {
  /** Name or id of the collection. */
  collection: string;
  /** The patches, 1 to 1,000. */
  documents: Array<DocumentPatchInput>;
  /** As in `addDocuments`. */
  idempotencyKey?: string | null | undefined;
  /** Higher runs first, -100 to 100. */
  priority?: number;
  /** When to answer. */
  waitFor?: WaitFor;
};

/** The index of the vectors. */
export type VectorIndexInput = {
  /** HNSW: candidates of a search at least, 16 to 32,768; more finds more and takes longer. Default: 128. */
  ef?: number | null | undefined;
  /** HNSW: candidates when the graph is built, 8 to 512. Default: 200. */
  efConstruction?: number | null | undefined;
  /** Default: AUTO. */
  kind?: VectorIndexKind | null | undefined;
  /** HNSW: neighbours of each vector in the graph, 4 to 64. Default: 16. */
  m?: number | null | undefined;
  /**
   * HNSW: the recall that searches should have on average, 0.5 to 0.999: of the ten documents whose vectors are nearest, the share that is
   * found. Searches are sampled, and the candidates that a search compares become as few as hold it, though never fewer than the `candidates`
   * that it asks for; until enough was sampled it is `ef`. null: `ef` holds as it is.
   */
  targetRecall?: number | null | undefined;
};

/** Kind of a vector index. */
export type VectorIndexKind =
  /** FLAT for few vectors and HNSW for many, chosen when the index is built. */
  | 'AUTO'
  /** Exact: every vector is compared. */
  | 'FLAT'
  /** A graph: approximate and fast. */
  | 'HNSW';

/** When a mutation answers. */
export type WaitFor =
  /** As soon as everything is safely accepted. */
  | 'ACCEPTED'
  /** When everything is searchable, or after 60 seconds with the job still running. */
  | 'INDEXED';

export type AlertLineFragment = { id: string, state: AlertState, severity: AlertSeverity, value: number, threshold: number, startedAt: string, firedAt: string | null, resolvedAt: string | null, rule: { name: string, metric: string, operator: AlertOperator } };

export type AlertsQueryVariables = Exact<{
  states?: Array<AlertState> | AlertState | null | undefined;
  first: number;
}>;


export type AlertsQuery = { alerts: Array<{ id: string, state: AlertState, severity: AlertSeverity, value: number, threshold: number, startedAt: string, firedAt: string | null, resolvedAt: string | null, rule: { name: string, metric: string, operator: AlertOperator } }> | null };

export type AlertEventsSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type AlertEventsSubscription = { alerts: { sequence: number, alert: { id: string, state: AlertState, severity: AlertSeverity, value: number, threshold: number, startedAt: string, firedAt: string | null, resolvedAt: string | null, rule: { name: string, metric: string, operator: AlertOperator } } } };

export type AlertRulesQueryVariables = Exact<{ [key: string]: never; }>;


export type AlertRulesQuery = { alertRules: Array<{ name: string, metric: string, operator: AlertOperator, threshold: number, severity: AlertSeverity, durationSeconds: number }> | null };

export type CreateAlertRuleMutationVariables = Exact<{
  input: CreateAlertRuleInput;
}>;


export type CreateAlertRuleMutation = { createAlertRule: { rule: { name: string } } };

export type CollectionLineFragment = { name: string, description: string, strict: boolean, documentCount: number, vectorCount: number | null, pendingCount: number, fields: Array<{ name: string, type: FieldType }>, embeddingModel: { name: string, version: string, dimensions: number }, imageModel: { name: string, version: string } | null, partitionBy: { by: PartitionKind, field: string | null } };

export type CollectionSettingsFragment = { id: string, name: string, description: string, strict: boolean, documentCount: number, vectorCount: number | null, pendingCount: number, position: string, createdAt: string, readScopes: Array<string>, needsRebuild: Array<string>, fields: Array<{ name: string, type: FieldType, required: boolean, filterable: boolean, facet: boolean, default: unknown }>, embeddingModel: { name: string, version: string, dimensions: number }, imageModel: { name: string, version: string } | null, passages: { maxTokens: number, overlapTokens: number, headings: boolean }, keywords: { titleWeight: number, contentWeight: number, analyzer: Analyzer, fields: Array<{ field: string, weight: number }> }, index: { kind: VectorIndexKind, builtAs: VectorIndexKind, m: number, efConstruction: number, ef: number, targetRecall: number | null }, partitionBy: { by: PartitionKind, field: string | null }, partitions: Array<{ name: string, loaded: boolean }>, batching: { maxDocuments: number, maxSeconds: number, lingerSeconds: number }, synonyms: Array<{ words: Array<string>, from: Array<string> | null }>, search: { keywordWeight: number }, rebuild: { id: string } | null };

export type CollectionSettingsQueryVariables = Exact<{
  name: string;
}>;


export type CollectionSettingsQuery = { collection: { id: string, name: string, description: string, strict: boolean, documentCount: number, vectorCount: number | null, pendingCount: number, position: string, createdAt: string, readScopes: Array<string>, needsRebuild: Array<string>, fields: Array<{ name: string, type: FieldType, required: boolean, filterable: boolean, facet: boolean, default: unknown }>, embeddingModel: { name: string, version: string, dimensions: number }, imageModel: { name: string, version: string } | null, passages: { maxTokens: number, overlapTokens: number, headings: boolean }, keywords: { titleWeight: number, contentWeight: number, analyzer: Analyzer, fields: Array<{ field: string, weight: number }> }, index: { kind: VectorIndexKind, builtAs: VectorIndexKind, m: number, efConstruction: number, ef: number, targetRecall: number | null }, partitionBy: { by: PartitionKind, field: string | null }, partitions: Array<{ name: string, loaded: boolean }>, batching: { maxDocuments: number, maxSeconds: number, lingerSeconds: number }, synonyms: Array<{ words: Array<string>, from: Array<string> | null }>, search: { keywordWeight: number }, rebuild: { id: string } | null } | null };

export type CollectionsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type CollectionsQuery = { collections: { totalCount: number, edges: Array<{ node: { name: string, description: string, strict: boolean, documentCount: number, vectorCount: number | null, pendingCount: number, fields: Array<{ name: string, type: FieldType }>, embeddingModel: { name: string, version: string, dimensions: number }, imageModel: { name: string, version: string } | null, partitionBy: { by: PartitionKind, field: string | null } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type CollectionNamedQueryVariables = Exact<{
  name: string;
}>;


export type CollectionNamedQuery = { collection: { name: string, description: string, strict: boolean, documentCount: number, vectorCount: number | null, pendingCount: number, fields: Array<{ name: string, type: FieldType }>, embeddingModel: { name: string, version: string, dimensions: number }, imageModel: { name: string, version: string } | null, partitionBy: { by: PartitionKind, field: string | null } } | null };

export type CreateCollectionMutationVariables = Exact<{
  input: CreateCollectionInput;
}>;


export type CreateCollectionMutation = { createCollection: { collection: { name: string, description: string, strict: boolean, documentCount: number, vectorCount: number | null, pendingCount: number, fields: Array<{ name: string, type: FieldType }>, embeddingModel: { name: string, version: string, dimensions: number }, imageModel: { name: string, version: string } | null, partitionBy: { by: PartitionKind, field: string | null } } } };

export type DeleteCollectionMutationVariables = Exact<{
  collection: string;
}>;


export type DeleteCollectionMutation = { deleteCollection: { name: string } };

export type AddDocumentsMutationVariables = Exact<{
  input: AddDocumentsInput;
}>;


export type AddDocumentsMutation = { addDocuments: { skipped: number, job: { id: string, total: number } } };

export type DeleteDocumentsMutationVariables = Exact<{
  input: DeleteDocumentsInput;
}>;


export type DeleteDocumentsMutation = { deleteDocuments: { job: { id: string, total: number } } };

export type UpdateDocumentsMutationVariables = Exact<{
  input: UpdateDocumentsInput;
}>;


export type UpdateDocumentsMutation = { updateDocuments: { job: { id: string, total: number } } };

export type DeleteMatchingMutationVariables = Exact<{
  input: DeleteDocumentsInput;
}>;


export type DeleteMatchingMutation = { deleteDocuments: { job: { id: string, kind: IndexJobKind, status: IndexJobStatus, priority: number, total: number, processed: number, failed: number, superseded: number, takenBack: number, drifted: number | null, percent: number, documentsPerSecond: number, estimatedSecondsLeft: number | null, waitingFor: string | null, failure: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, collection: { name: string } | null } } };

export type DocumentQueryVariables = Exact<{
  collection: string;
  documentId: string;
}>;


export type DocumentQuery = { document: { documentId: string, collectionName: string, title: string | null, content: string | null, metadata: unknown, revision: number, partition: string | null, tenant: string | null, expiresAt: string | null, readScopes: Array<string> | null, createdAt: string | null, updatedAt: string | null, indexedAt: string | null, embeddingModel: { name: string, version: string } | null } | null };

export type KeepEmbeddingsMutationVariables = Exact<{
  input: KeepEmbeddingsInput;
}>;


export type KeepEmbeddingsMutation = { keepEmbeddings: { added: number } };

export type CheckDocumentsQueryVariables = Exact<{
  input: AddDocumentsInput;
}>;


export type CheckDocumentsQuery = { checkDocuments: Array<{ index: number | null, argument: string, message: string }> | null };

export type DocumentChangesQueryVariables = Exact<{
  collection: string;
  first: number;
  after?: string | null | undefined;
  deletionsAfter?: string | null | undefined;
  vectors: boolean;
}>;


export type DocumentChangesQuery = { documentChanges: { position: string, documentCount: number | null, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ documentId: string, tenant: string | null, deleted: boolean, node: { title: string | null, content: string | null, metadata: unknown, partition: string | null, expiresAt: string | null, readScopes: Array<string> | null, images: Array<{ data: string }> | null, givenPassages: Array<{ start: number, end: number, vector: unknown }> | null, passages?: Array<{ start: number, end: number, vector: unknown, embeddingKey: string | null }> | null } | null }> } | null };

export type IndexingStateFragment = { paused: boolean, pausedAt: string | null, working: boolean, pending: number, pendingLimit: number, statistics: { totalIndexed: number, totalDeleted: number, batchesProcessed: number } };

export type IndexingQueryVariables = Exact<{ [key: string]: never; }>;


export type IndexingQuery = { indexing: { paused: boolean, pausedAt: string | null, working: boolean, pending: number, pendingLimit: number, statistics: { totalIndexed: number, totalDeleted: number, batchesProcessed: number } } | null };

export type PauseIndexingMutationVariables = Exact<{ [key: string]: never; }>;


export type PauseIndexingMutation = { pauseIndexing: { indexing: { paused: boolean, pausedAt: string | null, working: boolean, pending: number, pendingLimit: number, statistics: { totalIndexed: number, totalDeleted: number, batchesProcessed: number } } } };

export type ResumeIndexingMutationVariables = Exact<{ [key: string]: never; }>;


export type ResumeIndexingMutation = { resumeIndexing: { indexing: { paused: boolean, pausedAt: string | null, working: boolean, pending: number, pendingLimit: number, statistics: { totalIndexed: number, totalDeleted: number, batchesProcessed: number } } } };

export type JobLineFragment = { id: string, kind: IndexJobKind, status: IndexJobStatus, priority: number, total: number, processed: number, failed: number, superseded: number, takenBack: number, drifted: number | null, percent: number, documentsPerSecond: number, estimatedSecondsLeft: number | null, waitingFor: string | null, failure: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, collection: { name: string } | null };

export type JobsQueryVariables = Exact<{
  collection?: string | null | undefined;
  first: number;
}>;


export type JobsQuery = { indexJobs: { totalCount: number, edges: Array<{ node: { id: string, kind: IndexJobKind, status: IndexJobStatus, priority: number, total: number, processed: number, failed: number, superseded: number, takenBack: number, drifted: number | null, percent: number, documentsPerSecond: number, estimatedSecondsLeft: number | null, waitingFor: string | null, failure: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, collection: { name: string } | null } }> } | null };

export type JobQueryVariables = Exact<{
  id: string;
}>;


export type JobQuery = { indexJob: { id: string, kind: IndexJobKind, status: IndexJobStatus, priority: number, total: number, processed: number, failed: number, superseded: number, takenBack: number, drifted: number | null, percent: number, documentsPerSecond: number, estimatedSecondsLeft: number | null, waitingFor: string | null, failure: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, errors: Array<{ documentId: string, code: string, message: string }>, collection: { name: string } | null } | null };

export type JobErrorsQueryVariables = Exact<{
  id: string;
}>;


export type JobErrorsQuery = { indexJob: { errors: Array<{ documentId: string, code: string, message: string }> } | null };

export type CancelJobMutationVariables = Exact<{
  id: string;
}>;


export type CancelJobMutation = { cancelIndexJob: { job: { id: string, kind: IndexJobKind, status: IndexJobStatus, priority: number, total: number, processed: number, failed: number, superseded: number, takenBack: number, drifted: number | null, percent: number, documentsPerSecond: number, estimatedSecondsLeft: number | null, waitingFor: string | null, failure: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, collection: { name: string } | null } } };

export type PauseJobMutationVariables = Exact<{
  id: string;
}>;


export type PauseJobMutation = { pauseIndexJob: { job: { id: string, kind: IndexJobKind, status: IndexJobStatus, priority: number, total: number, processed: number, failed: number, superseded: number, takenBack: number, drifted: number | null, percent: number, documentsPerSecond: number, estimatedSecondsLeft: number | null, waitingFor: string | null, failure: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, collection: { name: string } | null } } };

export type ResumeJobMutationVariables = Exact<{
  id: string;
}>;


export type ResumeJobMutation = { resumeIndexJob: { job: { id: string, kind: IndexJobKind, status: IndexJobStatus, priority: number, total: number, processed: number, failed: number, superseded: number, takenBack: number, drifted: number | null, percent: number, documentsPerSecond: number, estimatedSecondsLeft: number | null, waitingFor: string | null, failure: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, collection: { name: string } | null } } };

export type RetryJobMutationVariables = Exact<{
  id: string;
  skipFailed: boolean;
}>;


export type RetryJobMutation = { retryIndexJob: { job: { id: string, kind: IndexJobKind, status: IndexJobStatus, priority: number, total: number, processed: number, failed: number, superseded: number, takenBack: number, drifted: number | null, percent: number, documentsPerSecond: number, estimatedSecondsLeft: number | null, waitingFor: string | null, failure: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, collection: { name: string } | null } } };

export type JobProgressSubscriptionVariables = Exact<{
  id: string;
}>;


export type JobProgressSubscription = { indexJobProgress: { sequence: number, job: { id: string, status: IndexJobStatus, total: number, processed: number, failed: number, takenBack: number, waitingFor: string | null } } };

export type FollowJobSubscriptionVariables = Exact<{
  id: string;
}>;


export type FollowJobSubscription = { indexJobProgress: { sequence: number, job: { id: string, kind: IndexJobKind, status: IndexJobStatus, priority: number, total: number, processed: number, failed: number, superseded: number, takenBack: number, drifted: number | null, percent: number, documentsPerSecond: number, estimatedSecondsLeft: number | null, waitingFor: string | null, failure: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, collection: { name: string } | null } } };

export type ActivitySubscriptionVariables = Exact<{
  collection?: string | null | undefined;
}>;


export type ActivitySubscription = { indexActivity: { sequence: number, job: { id: string, kind: IndexJobKind, status: IndexJobStatus, priority: number, total: number, processed: number, failed: number, superseded: number, takenBack: number, drifted: number | null, percent: number, documentsPerSecond: number, estimatedSecondsLeft: number | null, waitingFor: string | null, failure: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, collection: { name: string } | null } } };

export type KeyLineFragment = { id: string, name: string, prefix: string, scopes: Array<string>, readScopes: Array<string> | null, collections: Array<string> | null, tenant: string | null, createdAt: string, expiresAt: string | null, revokedAt: string | null, lastUsedAt: string | null, previousUntil: string | null };

export type ApiKeysQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  revoked: boolean;
}>;


export type ApiKeysQuery = { apiKeys: { edges: Array<{ node: { id: string, name: string, prefix: string, scopes: Array<string>, readScopes: Array<string> | null, collections: Array<string> | null, tenant: string | null, createdAt: string, expiresAt: string | null, revokedAt: string | null, lastUsedAt: string | null, previousUntil: string | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { createApiKey: { key: string, apiKey: { id: string, name: string, prefix: string, scopes: Array<string>, readScopes: Array<string> | null, collections: Array<string> | null, tenant: string | null, createdAt: string, expiresAt: string | null, revokedAt: string | null, lastUsedAt: string | null, previousUntil: string | null } } };

export type RotateApiKeyMutationVariables = Exact<{
  input: RotateApiKeyInput;
}>;


export type RotateApiKeyMutation = { rotateApiKey: { key: string, apiKey: { id: string, name: string, prefix: string, scopes: Array<string>, readScopes: Array<string> | null, collections: Array<string> | null, tenant: string | null, createdAt: string, expiresAt: string | null, revokedAt: string | null, lastUsedAt: string | null, previousUntil: string | null } } };

export type RevokeApiKeyMutationVariables = Exact<{
  input: RevokeApiKeyInput;
}>;


export type RevokeApiKeyMutation = { revokeApiKey: { apiKey: { id: string, name: string, prefix: string, scopes: Array<string>, readScopes: Array<string> | null, collections: Array<string> | null, tenant: string | null, createdAt: string, expiresAt: string | null, revokedAt: string | null, lastUsedAt: string | null, previousUntil: string | null } } };

export type ModelLineFragment = { name: string, version: string, dimensions: number, maxTokens: number | null, languages: Array<string> | null, pooling: Pooling | null, queryPrefix: string | null, passagePrefix: string | null, hash: string | null, license: string | null, isDefault: boolean | null, collections: Array<string> | null, createdAt: string | null, source: { kind: ModelSourceKind, location: string | null, remoteModel: string | null, apiKeyVariable: string | null } | null };

export type ModelsQueryVariables = Exact<{ [key: string]: never; }>;


export type ModelsQuery = { models: Array<{ name: string, version: string, dimensions: number, maxTokens: number | null, languages: Array<string> | null, pooling: Pooling | null, queryPrefix: string | null, passagePrefix: string | null, hash: string | null, license: string | null, isDefault: boolean | null, collections: Array<string> | null, createdAt: string | null, source: { kind: ModelSourceKind, location: string | null, remoteModel: string | null, apiKeyVariable: string | null } | null }> | null };

export type RegisterModelMutationVariables = Exact<{
  input: RegisterModelInput;
}>;


export type RegisterModelMutation = { registerModel: { model: { name: string, version: string, dimensions: number, maxTokens: number | null, languages: Array<string> | null, pooling: Pooling | null, queryPrefix: string | null, passagePrefix: string | null, hash: string | null, license: string | null, isDefault: boolean | null, collections: Array<string> | null, createdAt: string | null, source: { kind: ModelSourceKind, location: string | null, remoteModel: string | null, apiKeyVariable: string | null } | null } } };

export type RemoveModelMutationVariables = Exact<{
  name: string;
}>;


export type RemoveModelMutation = { removeModel: { name: string } };

export type PartitionLineFragment = { name: string, loaded: boolean, documentCount: number, createdAt: string };

export type PartitionsQueryVariables = Exact<{
  collection: string;
}>;


export type PartitionsQuery = { collection: { name: string, partitionBy: { by: PartitionKind, field: string | null }, partitions: Array<{ name: string, loaded: boolean, documentCount: number, createdAt: string }> } | null };

export type CreatePartitionMutationVariables = Exact<{
  input: PartitionInput;
}>;


export type CreatePartitionMutation = { createPartition: { partition: { name: string, loaded: boolean, documentCount: number, createdAt: string } } };

export type LoadPartitionMutationVariables = Exact<{
  input: PartitionInput;
}>;


export type LoadPartitionMutation = { loadPartition: { partition: { name: string, loaded: boolean, documentCount: number, createdAt: string } } };

export type ReleasePartitionMutationVariables = Exact<{
  input: PartitionInput;
}>;


export type ReleasePartitionMutation = { releasePartition: { partition: { name: string, loaded: boolean, documentCount: number, createdAt: string } } };

export type DropPartitionMutationVariables = Exact<{
  input: PartitionInput;
}>;


export type DropPartitionMutation = { dropPartition: { name: string, job: { id: string, kind: IndexJobKind, status: IndexJobStatus, priority: number, total: number, processed: number, failed: number, superseded: number, takenBack: number, drifted: number | null, percent: number, documentsPerSecond: number, estimatedSecondsLeft: number | null, waitingFor: string | null, failure: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, collection: { name: string } | null } } };

export type SearchQueryVariables = Exact<{
  input: SearchInput;
  first: number;
  after?: string | null | undefined;
  of: Array<FacetInput> | FacetInput;
  counts: boolean;
}>;


export type SearchQuery = { search: { totalCount: number, totalCountRelation: CountRelation, didYouMean: string | null, facets?: Array<{ field: string, missing: number, countRelation: CountRelation, more: number, buckets: Array<{ value: unknown, count: number }> }> | null, pageInfo: { hasNextPage: boolean, endCursor: string | null }, explain: { cacheLevel: CacheLevel, notes: Array<string>, stages: Array<{ name: string, milliseconds: number }>, model: { name: string } | null }, edges: Array<{ cursor: string, score: number, highlights: Array<{ field: string, fragments: Array<{ html: string, start: number, end: number }> }>, passage: { text: string }, node: { documentId: string, collectionName: string, title: string | null, metadata: unknown } | null }> } | null };

export type SearchUpdatesSubscriptionVariables = Exact<{
  input: SearchInput;
  first: number;
}>;


export type SearchUpdatesSubscription = { searchUpdates: { sequence: number, fresh: boolean, changes: Array<{ kind: SearchChangeKind, collectionName: string, documentId: string, place: number | null, previousPlace: number | null, edge: { score: number, node: { title: string | null } | null } | null }> } };

export type StatusQueryVariables = Exact<{ [key: string]: never; }>;


export type StatusQuery = { health: { status: HealthStatus, components: Array<{ name: string, status: HealthStatus, latencyMs: number, detail: string }> } | null, metrics: Array<{ name: string, value: number | null, unit: string, description: string }> | null };

export type UpdateCollectionMutationVariables = Exact<{
  input: UpdateCollectionInput;
}>;


export type UpdateCollectionMutation = { updateCollection: { collection: { name: string, description: string, strict: boolean, documentCount: number, vectorCount: number | null, pendingCount: number, fields: Array<{ name: string, type: FieldType }>, embeddingModel: { name: string, version: string, dimensions: number }, imageModel: { name: string, version: string } | null, partitionBy: { by: PartitionKind, field: string | null } }, job: { id: string, kind: IndexJobKind, status: IndexJobStatus, priority: number, total: number, processed: number, failed: number, superseded: number, takenBack: number, drifted: number | null, percent: number, documentsPerSecond: number, estimatedSecondsLeft: number | null, waitingFor: string | null, failure: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, collection: { name: string } | null } | null } };

export type RebuildCollectionMutationVariables = Exact<{
  collection: string;
  priority: number;
}>;


export type RebuildCollectionMutation = { rebuildCollection: { job: { id: string, kind: IndexJobKind, status: IndexJobStatus, priority: number, total: number, processed: number, failed: number, superseded: number, takenBack: number, drifted: number | null, percent: number, documentsPerSecond: number, estimatedSecondsLeft: number | null, waitingFor: string | null, failure: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, collection: { name: string } | null } } };

export type OptimizeCollectionMutationVariables = Exact<{
  collection: string;
}>;


export type OptimizeCollectionMutation = { optimizeCollection: { job: { id: string, kind: IndexJobKind, status: IndexJobStatus, priority: number, total: number, processed: number, failed: number, superseded: number, takenBack: number, drifted: number | null, percent: number, documentsPerSecond: number, estimatedSecondsLeft: number | null, waitingFor: string | null, failure: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, collection: { name: string } | null } } };

export type VerifyCollectionMutationVariables = Exact<{
  collection: string;
  repair: boolean;
}>;


export type VerifyCollectionMutation = { verifyCollection: { job: { id: string, kind: IndexJobKind, status: IndexJobStatus, priority: number, total: number, processed: number, failed: number, superseded: number, takenBack: number, drifted: number | null, percent: number, documentsPerSecond: number, estimatedSecondsLeft: number | null, waitingFor: string | null, failure: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, collection: { name: string } | null } } };

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
export const AlertLineFragmentDoc = new TypedDocumentString(`
    fragment AlertLine on Alert {
  id
  rule {
    name
    metric
    operator
  }
  state
  severity
  value
  threshold
  startedAt
  firedAt
  resolvedAt
}
    `, {"fragmentName":"AlertLine"}) as unknown as TypedDocumentString<AlertLineFragment, unknown>;
export const CollectionLineFragmentDoc = new TypedDocumentString(`
    fragment CollectionLine on Collection {
  name
  description
  strict
  documentCount
  vectorCount
  pendingCount
  fields {
    name
    type
  }
  embeddingModel {
    name
    version
    dimensions
  }
  imageModel {
    name
    version
  }
  partitionBy {
    by
    field
  }
}
    `, {"fragmentName":"CollectionLine"}) as unknown as TypedDocumentString<CollectionLineFragment, unknown>;
export const CollectionSettingsFragmentDoc = new TypedDocumentString(`
    fragment CollectionSettings on Collection {
  id
  name
  description
  strict
  documentCount
  vectorCount
  pendingCount
  position
  createdAt
  fields {
    name
    type
    required
    filterable
    facet
    default
  }
  embeddingModel {
    name
    version
    dimensions
  }
  imageModel {
    name
    version
  }
  passages {
    maxTokens
    overlapTokens
    headings
  }
  keywords {
    titleWeight
    contentWeight
    analyzer
    fields {
      field
      weight
    }
  }
  index {
    kind
    builtAs
    m
    efConstruction
    ef
    targetRecall
  }
  partitionBy {
    by
    field
  }
  partitions {
    name
    loaded
  }
  batching {
    maxDocuments
    maxSeconds
    lingerSeconds
  }
  synonyms {
    words
    from
  }
  search {
    keywordWeight
  }
  readScopes
  needsRebuild
  rebuild {
    id
  }
}
    `, {"fragmentName":"CollectionSettings"}) as unknown as TypedDocumentString<CollectionSettingsFragment, unknown>;
export const IndexingStateFragmentDoc = new TypedDocumentString(`
    fragment IndexingState on Indexing {
  paused
  pausedAt
  working
  pending
  pendingLimit
  statistics {
    totalIndexed
    totalDeleted
    batchesProcessed
  }
}
    `, {"fragmentName":"IndexingState"}) as unknown as TypedDocumentString<IndexingStateFragment, unknown>;
export const JobLineFragmentDoc = new TypedDocumentString(`
    fragment JobLine on IndexJob {
  id
  kind
  status
  priority
  total
  processed
  failed
  superseded
  takenBack
  drifted
  percent
  documentsPerSecond
  estimatedSecondsLeft
  waitingFor
  failure
  createdAt
  startedAt
  finishedAt
  collection {
    name
  }
}
    `, {"fragmentName":"JobLine"}) as unknown as TypedDocumentString<JobLineFragment, unknown>;
export const KeyLineFragmentDoc = new TypedDocumentString(`
    fragment KeyLine on ApiKey {
  id
  name
  prefix
  scopes
  readScopes
  collections
  tenant
  createdAt
  expiresAt
  revokedAt
  lastUsedAt
  previousUntil
}
    `, {"fragmentName":"KeyLine"}) as unknown as TypedDocumentString<KeyLineFragment, unknown>;
export const ModelLineFragmentDoc = new TypedDocumentString(`
    fragment ModelLine on EmbeddingModel {
  name
  version
  dimensions
  maxTokens
  languages
  pooling
  queryPrefix
  passagePrefix
  source {
    kind
    location
    remoteModel
    apiKeyVariable
  }
  hash
  license
  isDefault
  collections
  createdAt
}
    `, {"fragmentName":"ModelLine"}) as unknown as TypedDocumentString<ModelLineFragment, unknown>;
export const PartitionLineFragmentDoc = new TypedDocumentString(`
    fragment PartitionLine on Partition {
  name
  loaded
  documentCount
  createdAt
}
    `, {"fragmentName":"PartitionLine"}) as unknown as TypedDocumentString<PartitionLineFragment, unknown>;
export const AlertsDocument = new TypedDocumentString(`
    query Alerts($states: [AlertState!], $first: Int!) {
  alerts(states: $states, first: $first) {
    ...AlertLine
  }
}
    fragment AlertLine on Alert {
  id
  rule {
    name
    metric
    operator
  }
  state
  severity
  value
  threshold
  startedAt
  firedAt
  resolvedAt
}`) as unknown as TypedDocumentString<AlertsQuery, AlertsQueryVariables>;
export const AlertEventsDocument = new TypedDocumentString(`
    subscription AlertEvents {
  alerts {
    sequence
    alert {
      ...AlertLine
    }
  }
}
    fragment AlertLine on Alert {
  id
  rule {
    name
    metric
    operator
  }
  state
  severity
  value
  threshold
  startedAt
  firedAt
  resolvedAt
}`) as unknown as TypedDocumentString<AlertEventsSubscription, AlertEventsSubscriptionVariables>;
export const AlertRulesDocument = new TypedDocumentString(`
    query AlertRules {
  alertRules {
    name
    metric
    operator
    threshold
    severity
    durationSeconds
  }
}
    `) as unknown as TypedDocumentString<AlertRulesQuery, AlertRulesQueryVariables>;
export const CreateAlertRuleDocument = new TypedDocumentString(`
    mutation CreateAlertRule($input: CreateAlertRuleInput!) {
  createAlertRule(input: $input) {
    rule {
      name
    }
  }
}
    `) as unknown as TypedDocumentString<CreateAlertRuleMutation, CreateAlertRuleMutationVariables>;
export const CollectionSettingsDocument = new TypedDocumentString(`
    query CollectionSettings($name: ID!) {
  collection(name: $name) {
    ...CollectionSettings
  }
}
    fragment CollectionSettings on Collection {
  id
  name
  description
  strict
  documentCount
  vectorCount
  pendingCount
  position
  createdAt
  fields {
    name
    type
    required
    filterable
    facet
    default
  }
  embeddingModel {
    name
    version
    dimensions
  }
  imageModel {
    name
    version
  }
  passages {
    maxTokens
    overlapTokens
    headings
  }
  keywords {
    titleWeight
    contentWeight
    analyzer
    fields {
      field
      weight
    }
  }
  index {
    kind
    builtAs
    m
    efConstruction
    ef
    targetRecall
  }
  partitionBy {
    by
    field
  }
  partitions {
    name
    loaded
  }
  batching {
    maxDocuments
    maxSeconds
    lingerSeconds
  }
  synonyms {
    words
    from
  }
  search {
    keywordWeight
  }
  readScopes
  needsRebuild
  rebuild {
    id
  }
}`) as unknown as TypedDocumentString<CollectionSettingsQuery, CollectionSettingsQueryVariables>;
export const CollectionsDocument = new TypedDocumentString(`
    query Collections($after: String) {
  collections(first: 100, after: $after) {
    totalCount
    edges {
      node {
        ...CollectionLine
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment CollectionLine on Collection {
  name
  description
  strict
  documentCount
  vectorCount
  pendingCount
  fields {
    name
    type
  }
  embeddingModel {
    name
    version
    dimensions
  }
  imageModel {
    name
    version
  }
  partitionBy {
    by
    field
  }
}`) as unknown as TypedDocumentString<CollectionsQuery, CollectionsQueryVariables>;
export const CollectionNamedDocument = new TypedDocumentString(`
    query CollectionNamed($name: ID!) {
  collection(name: $name) {
    ...CollectionLine
  }
}
    fragment CollectionLine on Collection {
  name
  description
  strict
  documentCount
  vectorCount
  pendingCount
  fields {
    name
    type
  }
  embeddingModel {
    name
    version
    dimensions
  }
  imageModel {
    name
    version
  }
  partitionBy {
    by
    field
  }
}`) as unknown as TypedDocumentString<CollectionNamedQuery, CollectionNamedQueryVariables>;
export const CreateCollectionDocument = new TypedDocumentString(`
    mutation CreateCollection($input: CreateCollectionInput!) {
  createCollection(input: $input) {
    collection {
      ...CollectionLine
    }
  }
}
    fragment CollectionLine on Collection {
  name
  description
  strict
  documentCount
  vectorCount
  pendingCount
  fields {
    name
    type
  }
  embeddingModel {
    name
    version
    dimensions
  }
  imageModel {
    name
    version
  }
  partitionBy {
    by
    field
  }
}`) as unknown as TypedDocumentString<CreateCollectionMutation, CreateCollectionMutationVariables>;
export const DeleteCollectionDocument = new TypedDocumentString(`
    mutation DeleteCollection($collection: ID!) {
  deleteCollection(input: {collection: $collection}) {
    name
  }
}
    `) as unknown as TypedDocumentString<DeleteCollectionMutation, DeleteCollectionMutationVariables>;
export const AddDocumentsDocument = new TypedDocumentString(`
    mutation AddDocuments($input: AddDocumentsInput!) {
  addDocuments(input: $input) {
    skipped
    job {
      id
      total
    }
  }
}
    `) as unknown as TypedDocumentString<AddDocumentsMutation, AddDocumentsMutationVariables>;
export const DeleteDocumentsDocument = new TypedDocumentString(`
    mutation DeleteDocuments($input: DeleteDocumentsInput!) {
  deleteDocuments(input: $input) {
    job {
      id
      total
    }
  }
}
    `) as unknown as TypedDocumentString<DeleteDocumentsMutation, DeleteDocumentsMutationVariables>;
export const UpdateDocumentsDocument = new TypedDocumentString(`
    mutation UpdateDocuments($input: UpdateDocumentsInput!) {
  updateDocuments(input: $input) {
    job {
      id
      total
    }
  }
}
    `) as unknown as TypedDocumentString<UpdateDocumentsMutation, UpdateDocumentsMutationVariables>;
export const DeleteMatchingDocument = new TypedDocumentString(`
    mutation DeleteMatching($input: DeleteDocumentsInput!) {
  deleteDocuments(input: $input) {
    job {
      ...JobLine
    }
  }
}
    fragment JobLine on IndexJob {
  id
  kind
  status
  priority
  total
  processed
  failed
  superseded
  takenBack
  drifted
  percent
  documentsPerSecond
  estimatedSecondsLeft
  waitingFor
  failure
  createdAt
  startedAt
  finishedAt
  collection {
    name
  }
}`) as unknown as TypedDocumentString<DeleteMatchingMutation, DeleteMatchingMutationVariables>;
export const DocumentDocument = new TypedDocumentString(`
    query Document($collection: ID!, $documentId: ID!) {
  document(collection: $collection, documentId: $documentId) {
    documentId
    collectionName
    title
    content
    metadata
    revision
    partition
    tenant
    expiresAt
    readScopes
    createdAt
    updatedAt
    indexedAt
    embeddingModel {
      name
      version
    }
  }
}
    `) as unknown as TypedDocumentString<DocumentQuery, DocumentQueryVariables>;
export const KeepEmbeddingsDocument = new TypedDocumentString(`
    mutation KeepEmbeddings($input: KeepEmbeddingsInput!) {
  keepEmbeddings(input: $input) {
    added
  }
}
    `) as unknown as TypedDocumentString<KeepEmbeddingsMutation, KeepEmbeddingsMutationVariables>;
export const CheckDocumentsDocument = new TypedDocumentString(`
    query CheckDocuments($input: AddDocumentsInput!) {
  checkDocuments(input: $input) {
    index
    argument
    message
  }
}
    `) as unknown as TypedDocumentString<CheckDocumentsQuery, CheckDocumentsQueryVariables>;
export const DocumentChangesDocument = new TypedDocumentString(`
    query DocumentChanges($collection: ID!, $first: Int!, $after: String, $deletionsAfter: String, $vectors: Boolean!) {
  documentChanges(
    collection: $collection
    first: $first
    after: $after
    deletionsAfter: $deletionsAfter
  ) {
    position
    documentCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      documentId
      tenant
      deleted
      node {
        title
        content
        metadata
        partition
        expiresAt
        images {
          data
        }
        readScopes
        givenPassages {
          start
          end
          vector
        }
        passages @include(if: $vectors) {
          start
          end
          vector
          embeddingKey
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DocumentChangesQuery, DocumentChangesQueryVariables>;
export const IndexingDocument = new TypedDocumentString(`
    query Indexing {
  indexing {
    ...IndexingState
  }
}
    fragment IndexingState on Indexing {
  paused
  pausedAt
  working
  pending
  pendingLimit
  statistics {
    totalIndexed
    totalDeleted
    batchesProcessed
  }
}`) as unknown as TypedDocumentString<IndexingQuery, IndexingQueryVariables>;
export const PauseIndexingDocument = new TypedDocumentString(`
    mutation PauseIndexing {
  pauseIndexing {
    indexing {
      ...IndexingState
    }
  }
}
    fragment IndexingState on Indexing {
  paused
  pausedAt
  working
  pending
  pendingLimit
  statistics {
    totalIndexed
    totalDeleted
    batchesProcessed
  }
}`) as unknown as TypedDocumentString<PauseIndexingMutation, PauseIndexingMutationVariables>;
export const ResumeIndexingDocument = new TypedDocumentString(`
    mutation ResumeIndexing {
  resumeIndexing {
    indexing {
      ...IndexingState
    }
  }
}
    fragment IndexingState on Indexing {
  paused
  pausedAt
  working
  pending
  pendingLimit
  statistics {
    totalIndexed
    totalDeleted
    batchesProcessed
  }
}`) as unknown as TypedDocumentString<ResumeIndexingMutation, ResumeIndexingMutationVariables>;
export const JobsDocument = new TypedDocumentString(`
    query Jobs($collection: ID, $first: Int!) {
  indexJobs(collection: $collection, first: $first) {
    totalCount
    edges {
      node {
        ...JobLine
      }
    }
  }
}
    fragment JobLine on IndexJob {
  id
  kind
  status
  priority
  total
  processed
  failed
  superseded
  takenBack
  drifted
  percent
  documentsPerSecond
  estimatedSecondsLeft
  waitingFor
  failure
  createdAt
  startedAt
  finishedAt
  collection {
    name
  }
}`) as unknown as TypedDocumentString<JobsQuery, JobsQueryVariables>;
export const JobDocument = new TypedDocumentString(`
    query Job($id: ID!) {
  indexJob(id: $id) {
    ...JobLine
    errors {
      documentId
      code
      message
    }
  }
}
    fragment JobLine on IndexJob {
  id
  kind
  status
  priority
  total
  processed
  failed
  superseded
  takenBack
  drifted
  percent
  documentsPerSecond
  estimatedSecondsLeft
  waitingFor
  failure
  createdAt
  startedAt
  finishedAt
  collection {
    name
  }
}`) as unknown as TypedDocumentString<JobQuery, JobQueryVariables>;
export const JobErrorsDocument = new TypedDocumentString(`
    query JobErrors($id: ID!) {
  indexJob(id: $id) {
    errors {
      documentId
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<JobErrorsQuery, JobErrorsQueryVariables>;
export const CancelJobDocument = new TypedDocumentString(`
    mutation CancelJob($id: ID!) {
  cancelIndexJob(input: {id: $id}) {
    job {
      ...JobLine
    }
  }
}
    fragment JobLine on IndexJob {
  id
  kind
  status
  priority
  total
  processed
  failed
  superseded
  takenBack
  drifted
  percent
  documentsPerSecond
  estimatedSecondsLeft
  waitingFor
  failure
  createdAt
  startedAt
  finishedAt
  collection {
    name
  }
}`) as unknown as TypedDocumentString<CancelJobMutation, CancelJobMutationVariables>;
export const PauseJobDocument = new TypedDocumentString(`
    mutation PauseJob($id: ID!) {
  pauseIndexJob(input: {id: $id}) {
    job {
      ...JobLine
    }
  }
}
    fragment JobLine on IndexJob {
  id
  kind
  status
  priority
  total
  processed
  failed
  superseded
  takenBack
  drifted
  percent
  documentsPerSecond
  estimatedSecondsLeft
  waitingFor
  failure
  createdAt
  startedAt
  finishedAt
  collection {
    name
  }
}`) as unknown as TypedDocumentString<PauseJobMutation, PauseJobMutationVariables>;
export const ResumeJobDocument = new TypedDocumentString(`
    mutation ResumeJob($id: ID!) {
  resumeIndexJob(input: {id: $id}) {
    job {
      ...JobLine
    }
  }
}
    fragment JobLine on IndexJob {
  id
  kind
  status
  priority
  total
  processed
  failed
  superseded
  takenBack
  drifted
  percent
  documentsPerSecond
  estimatedSecondsLeft
  waitingFor
  failure
  createdAt
  startedAt
  finishedAt
  collection {
    name
  }
}`) as unknown as TypedDocumentString<ResumeJobMutation, ResumeJobMutationVariables>;
export const RetryJobDocument = new TypedDocumentString(`
    mutation RetryJob($id: ID!, $skipFailed: Boolean!) {
  retryIndexJob(input: {id: $id, skipFailed: $skipFailed}) {
    job {
      ...JobLine
    }
  }
}
    fragment JobLine on IndexJob {
  id
  kind
  status
  priority
  total
  processed
  failed
  superseded
  takenBack
  drifted
  percent
  documentsPerSecond
  estimatedSecondsLeft
  waitingFor
  failure
  createdAt
  startedAt
  finishedAt
  collection {
    name
  }
}`) as unknown as TypedDocumentString<RetryJobMutation, RetryJobMutationVariables>;
export const JobProgressDocument = new TypedDocumentString(`
    subscription JobProgress($id: ID!) {
  indexJobProgress(id: $id) {
    sequence
    job {
      id
      status
      total
      processed
      failed
      takenBack
      waitingFor
    }
  }
}
    `) as unknown as TypedDocumentString<JobProgressSubscription, JobProgressSubscriptionVariables>;
export const FollowJobDocument = new TypedDocumentString(`
    subscription FollowJob($id: ID!) {
  indexJobProgress(id: $id) {
    sequence
    job {
      ...JobLine
    }
  }
}
    fragment JobLine on IndexJob {
  id
  kind
  status
  priority
  total
  processed
  failed
  superseded
  takenBack
  drifted
  percent
  documentsPerSecond
  estimatedSecondsLeft
  waitingFor
  failure
  createdAt
  startedAt
  finishedAt
  collection {
    name
  }
}`) as unknown as TypedDocumentString<FollowJobSubscription, FollowJobSubscriptionVariables>;
export const ActivityDocument = new TypedDocumentString(`
    subscription Activity($collection: ID) {
  indexActivity(collection: $collection) {
    sequence
    job {
      ...JobLine
    }
  }
}
    fragment JobLine on IndexJob {
  id
  kind
  status
  priority
  total
  processed
  failed
  superseded
  takenBack
  drifted
  percent
  documentsPerSecond
  estimatedSecondsLeft
  waitingFor
  failure
  createdAt
  startedAt
  finishedAt
  collection {
    name
  }
}`) as unknown as TypedDocumentString<ActivitySubscription, ActivitySubscriptionVariables>;
export const ApiKeysDocument = new TypedDocumentString(`
    query ApiKeys($first: Int!, $after: String, $revoked: Boolean!) {
  apiKeys(first: $first, after: $after, revoked: $revoked) {
    edges {
      node {
        ...KeyLine
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment KeyLine on ApiKey {
  id
  name
  prefix
  scopes
  readScopes
  collections
  tenant
  createdAt
  expiresAt
  revokedAt
  lastUsedAt
  previousUntil
}`) as unknown as TypedDocumentString<ApiKeysQuery, ApiKeysQueryVariables>;
export const CreateApiKeyDocument = new TypedDocumentString(`
    mutation CreateApiKey($input: CreateApiKeyInput!) {
  createApiKey(input: $input) {
    key
    apiKey {
      ...KeyLine
    }
  }
}
    fragment KeyLine on ApiKey {
  id
  name
  prefix
  scopes
  readScopes
  collections
  tenant
  createdAt
  expiresAt
  revokedAt
  lastUsedAt
  previousUntil
}`) as unknown as TypedDocumentString<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
export const RotateApiKeyDocument = new TypedDocumentString(`
    mutation RotateApiKey($input: RotateApiKeyInput!) {
  rotateApiKey(input: $input) {
    key
    apiKey {
      ...KeyLine
    }
  }
}
    fragment KeyLine on ApiKey {
  id
  name
  prefix
  scopes
  readScopes
  collections
  tenant
  createdAt
  expiresAt
  revokedAt
  lastUsedAt
  previousUntil
}`) as unknown as TypedDocumentString<RotateApiKeyMutation, RotateApiKeyMutationVariables>;
export const RevokeApiKeyDocument = new TypedDocumentString(`
    mutation RevokeApiKey($input: RevokeApiKeyInput!) {
  revokeApiKey(input: $input) {
    apiKey {
      ...KeyLine
    }
  }
}
    fragment KeyLine on ApiKey {
  id
  name
  prefix
  scopes
  readScopes
  collections
  tenant
  createdAt
  expiresAt
  revokedAt
  lastUsedAt
  previousUntil
}`) as unknown as TypedDocumentString<RevokeApiKeyMutation, RevokeApiKeyMutationVariables>;
export const ModelsDocument = new TypedDocumentString(`
    query Models {
  models {
    ...ModelLine
  }
}
    fragment ModelLine on EmbeddingModel {
  name
  version
  dimensions
  maxTokens
  languages
  pooling
  queryPrefix
  passagePrefix
  source {
    kind
    location
    remoteModel
    apiKeyVariable
  }
  hash
  license
  isDefault
  collections
  createdAt
}`) as unknown as TypedDocumentString<ModelsQuery, ModelsQueryVariables>;
export const RegisterModelDocument = new TypedDocumentString(`
    mutation RegisterModel($input: RegisterModelInput!) {
  registerModel(input: $input) {
    model {
      ...ModelLine
    }
  }
}
    fragment ModelLine on EmbeddingModel {
  name
  version
  dimensions
  maxTokens
  languages
  pooling
  queryPrefix
  passagePrefix
  source {
    kind
    location
    remoteModel
    apiKeyVariable
  }
  hash
  license
  isDefault
  collections
  createdAt
}`) as unknown as TypedDocumentString<RegisterModelMutation, RegisterModelMutationVariables>;
export const RemoveModelDocument = new TypedDocumentString(`
    mutation RemoveModel($name: String!) {
  removeModel(input: {name: $name}) {
    name
  }
}
    `) as unknown as TypedDocumentString<RemoveModelMutation, RemoveModelMutationVariables>;
export const PartitionsDocument = new TypedDocumentString(`
    query Partitions($collection: ID!) {
  collection(name: $collection) {
    name
    partitionBy {
      by
      field
    }
    partitions {
      ...PartitionLine
    }
  }
}
    fragment PartitionLine on Partition {
  name
  loaded
  documentCount
  createdAt
}`) as unknown as TypedDocumentString<PartitionsQuery, PartitionsQueryVariables>;
export const CreatePartitionDocument = new TypedDocumentString(`
    mutation CreatePartition($input: PartitionInput!) {
  createPartition(input: $input) {
    partition {
      ...PartitionLine
    }
  }
}
    fragment PartitionLine on Partition {
  name
  loaded
  documentCount
  createdAt
}`) as unknown as TypedDocumentString<CreatePartitionMutation, CreatePartitionMutationVariables>;
export const LoadPartitionDocument = new TypedDocumentString(`
    mutation LoadPartition($input: PartitionInput!) {
  loadPartition(input: $input) {
    partition {
      ...PartitionLine
    }
  }
}
    fragment PartitionLine on Partition {
  name
  loaded
  documentCount
  createdAt
}`) as unknown as TypedDocumentString<LoadPartitionMutation, LoadPartitionMutationVariables>;
export const ReleasePartitionDocument = new TypedDocumentString(`
    mutation ReleasePartition($input: PartitionInput!) {
  releasePartition(input: $input) {
    partition {
      ...PartitionLine
    }
  }
}
    fragment PartitionLine on Partition {
  name
  loaded
  documentCount
  createdAt
}`) as unknown as TypedDocumentString<ReleasePartitionMutation, ReleasePartitionMutationVariables>;
export const DropPartitionDocument = new TypedDocumentString(`
    mutation DropPartition($input: PartitionInput!) {
  dropPartition(input: $input) {
    name
    job {
      ...JobLine
    }
  }
}
    fragment JobLine on IndexJob {
  id
  kind
  status
  priority
  total
  processed
  failed
  superseded
  takenBack
  drifted
  percent
  documentsPerSecond
  estimatedSecondsLeft
  waitingFor
  failure
  createdAt
  startedAt
  finishedAt
  collection {
    name
  }
}`) as unknown as TypedDocumentString<DropPartitionMutation, DropPartitionMutationVariables>;
export const SearchDocument = new TypedDocumentString(`
    query Search($input: SearchInput!, $first: Int!, $after: String, $of: [FacetInput!]!, $counts: Boolean!) {
  search(input: $input, first: $first, after: $after) {
    totalCount
    totalCountRelation
    didYouMean
    facets(of: $of) @include(if: $counts) {
      field
      missing
      countRelation
      more
      buckets {
        value
        count
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    explain {
      cacheLevel
      stages {
        name
        milliseconds
      }
      model {
        name
      }
      notes
    }
    edges {
      cursor
      score
      highlights {
        field
        fragments {
          html
          start
          end
        }
      }
      passage {
        text
      }
      node {
        documentId
        collectionName
        title
        metadata
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;
export const SearchUpdatesDocument = new TypedDocumentString(`
    subscription SearchUpdates($input: SearchInput!, $first: Int!) {
  searchUpdates(input: $input, first: $first) {
    sequence
    fresh
    changes {
      kind
      collectionName
      documentId
      place
      previousPlace
      edge {
        score
        node {
          title
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SearchUpdatesSubscription, SearchUpdatesSubscriptionVariables>;
export const StatusDocument = new TypedDocumentString(`
    query Status {
  health {
    status
    components {
      name
      status
      latencyMs
      detail
    }
  }
  metrics {
    name
    value
    unit
    description
  }
}
    `) as unknown as TypedDocumentString<StatusQuery, StatusQueryVariables>;
export const UpdateCollectionDocument = new TypedDocumentString(`
    mutation UpdateCollection($input: UpdateCollectionInput!) {
  updateCollection(input: $input) {
    collection {
      ...CollectionLine
    }
    job {
      ...JobLine
    }
  }
}
    fragment CollectionLine on Collection {
  name
  description
  strict
  documentCount
  vectorCount
  pendingCount
  fields {
    name
    type
  }
  embeddingModel {
    name
    version
    dimensions
  }
  imageModel {
    name
    version
  }
  partitionBy {
    by
    field
  }
}
fragment JobLine on IndexJob {
  id
  kind
  status
  priority
  total
  processed
  failed
  superseded
  takenBack
  drifted
  percent
  documentsPerSecond
  estimatedSecondsLeft
  waitingFor
  failure
  createdAt
  startedAt
  finishedAt
  collection {
    name
  }
}`) as unknown as TypedDocumentString<UpdateCollectionMutation, UpdateCollectionMutationVariables>;
export const RebuildCollectionDocument = new TypedDocumentString(`
    mutation RebuildCollection($collection: ID!, $priority: Int!) {
  rebuildCollection(input: {collection: $collection, priority: $priority}) {
    job {
      ...JobLine
    }
  }
}
    fragment JobLine on IndexJob {
  id
  kind
  status
  priority
  total
  processed
  failed
  superseded
  takenBack
  drifted
  percent
  documentsPerSecond
  estimatedSecondsLeft
  waitingFor
  failure
  createdAt
  startedAt
  finishedAt
  collection {
    name
  }
}`) as unknown as TypedDocumentString<RebuildCollectionMutation, RebuildCollectionMutationVariables>;
export const OptimizeCollectionDocument = new TypedDocumentString(`
    mutation OptimizeCollection($collection: ID!) {
  optimizeCollection(input: {collection: $collection}) {
    job {
      ...JobLine
    }
  }
}
    fragment JobLine on IndexJob {
  id
  kind
  status
  priority
  total
  processed
  failed
  superseded
  takenBack
  drifted
  percent
  documentsPerSecond
  estimatedSecondsLeft
  waitingFor
  failure
  createdAt
  startedAt
  finishedAt
  collection {
    name
  }
}`) as unknown as TypedDocumentString<OptimizeCollectionMutation, OptimizeCollectionMutationVariables>;
export const VerifyCollectionDocument = new TypedDocumentString(`
    mutation VerifyCollection($collection: ID!, $repair: Boolean!) {
  verifyCollection(input: {collection: $collection, repair: $repair}) {
    job {
      ...JobLine
    }
  }
}
    fragment JobLine on IndexJob {
  id
  kind
  status
  priority
  total
  processed
  failed
  superseded
  takenBack
  drifted
  percent
  documentsPerSecond
  estimatedSecondsLeft
  waitingFor
  failure
  createdAt
  startedAt
  finishedAt
  collection {
    name
  }
}`) as unknown as TypedDocumentString<VerifyCollectionMutation, VerifyCollectionMutationVariables>;
