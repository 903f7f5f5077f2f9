import { type Command, Option } from 'commander';
import type { CreateCollectionInput } from '../generated/operations.ts';
import { fieldWeights, integer, names, number, synonymRule } from '../options.ts';

/** The options for how a collection is indexed, which can be given when it is made and changed later. */
export function withSettings(command: Command): Command {
  return command
    .optionsGroup('How it is indexed:')
    .option('--model <name>', 'the embedding model: see kitegraph models')
    .option('--max-tokens <number>', 'passages: tokens at most, 32 to 8192', integer(32, 8192))
    .option('--overlap-tokens <number>', 'passages: tokens that the next one repeats', integer(0, 4096))
    .option('--headings', 'passages: embed and search each one with the Markdown headings above it')
    .option('--no-headings', 'passages: without')
    .option('--title-weight <number>', 'keywords: weight of the title, 0 to 10', integer(0, 10))
    .option('--content-weight <number>', 'keywords: weight of the content, 0 to 10', integer(0, 10))
    .option(
      '--keyword-fields <list>',
      'keywords: fields that are searched too, such as tags:3,author',
      fieldWeights,
    )
    .addOption(
      new Option('--analyzer <kind>', 'keywords: how words are told apart').choices(['standard', 'exact']),
    )
    .option(
      '--synonyms <rule>',
      'keywords: words that mean the same, such as "ML, machine learning" or "phone => iPhone, Pixel"; repeatable, and in place of those so far',
      synonymRule,
    )
    .option('--keyword-weight <number>', 'searches: what words count in hybrid ones, 0 to 1', number(0, 1))
    .option(
      '--read-scopes <list>',
      'scopes, of which a caller who is limited to scopes needs one to see it, such as legal,hr; "" for none',
      names,
    )
    .addOption(new Option('--index-kind <kind>', 'vectors: kind of index').choices(['auto', 'flat', 'hnsw']))
    .option('--m <number>', 'vectors, hnsw: neighbours of each, 4 to 64', integer(4, 64))
    .option('--ef-construction <number>', 'vectors, hnsw: candidates when built, 8 to 512', integer(8, 512))
    .option('--ef <number>', 'vectors, hnsw: candidates of a search, 16 to 32768', integer(16, 32_768))
    .option(
      '--target-recall <number>',
      'vectors, hnsw: tune the candidates of a search to this recall, 0.5 to 0.999',
      number(0.5, 0.999),
    )
    .option('--batch-documents <number>', 'batches: documents at most, 1 to 1000', integer(1, 1000))
    .option('--batch-seconds <number>', 'batches: about so much embedding at most, 1 to 60', number(1, 60))
    .option('--linger-seconds <number>', 'batches: wait so long for more, 0 to 300', number(0, 300));
}

type Settings = Pick<
  CreateCollectionInput,
  'model' | 'passages' | 'keywords' | 'synonyms' | 'search' | 'readScopes' | 'index' | 'batching'
>;

/** What was given of them. */
// biome-ignore lint/suspicious/noExplicitAny: commander gives options by the definitions above
export function settingsOf(options: any): Settings {
  const { maxTokens, overlapTokens, headings, titleWeight, contentWeight, keywordFields, analyzer } = options;
  const { indexKind, m, efConstruction, ef, batchDocuments, batchSeconds, lingerSeconds } = options;
  return (
    given({
      model: options.model,
      passages: given({ maxTokens, overlapTokens, headings }),
      keywords: given({
        titleWeight,
        contentWeight,
        fields: keywordFields,
        analyzer: analyzer?.toUpperCase(),
      }),
      synonyms: options.synonyms,
      search: given({ keywordWeight: options.keywordWeight }),
      readScopes: options.readScopes,
      index: given({
        kind: indexKind?.toUpperCase(),
        m,
        efConstruction,
        ef,
        targetRecall: options.targetRecall,
      }),
      batching: given({ maxDocuments: batchDocuments, maxSeconds: batchSeconds, lingerSeconds }),
    }) ?? {}
  );
}

/** An object of what is defined; undefined where nothing is. */
export function given<T extends object>(all: T): T | undefined {
  const entries = Object.entries(all).filter(([, value]) => value !== undefined);
  return entries.length > 0 ? (Object.fromEntries(entries) as T) : undefined;
}
