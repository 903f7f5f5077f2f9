import { userError } from '../../../lib/errors.ts';
import type { FieldDefinition } from '../../../lib/filter/fields.ts';
import { ANALYZER_VERSION } from '../../../lib/text/analyzer.ts';
import type { IndexSettings, KeywordSettings, PassageSettings, ViewSpec } from '../../../lib/view-spec.ts';
import type {
  KeywordSettingsInput,
  PartitioningInput,
  PassageSettingsInput,
  VectorIndexInput,
} from '../../../schema/generated/index.ts';
import type { CollectionRow } from './collection.ts';

type Given<T> = T | null | undefined;

/** Tokens of one passage with its title. Of a model that reads more, longer passages would say less of each part. */
const MAX_TOKENS = 448;
/** What is left of the model's tokens for its prefix and marks. */
const SPARE_TOKENS = 64;
const LEAST_TOKENS = 32;
const MOST_TOKENS = 8_192;
/** The next passage repeats one of so many parts of a passage's tokens. */
const OVERLAP_PART = 7;
const MAX_WEIGHT = 10;
const MAX_KEYWORD_FIELDS = 16;

const defaultIndex: IndexSettings = { kind: 'AUTO', builtAs: 'FLAT', m: 16, efConstruction: 200, ef: 128 };

/** A model as the settings of passages need to know it. */
export interface SpecModel {
  name: string;
  version: string;
  dimensions: number;
  maxTokens: number;
}

/** What of a view's settings a request gives; what it leaves out stays, or is the default. */
export interface SpecInput {
  passages?: Given<PassageSettingsInput>;
  keywords?: Given<KeywordSettingsInput>;
  index?: Given<VectorIndexInput>;
}

/**
 * The settings that a view is to be built by.
 * @param o.large whether AUTO is to build a graph
 * @throws BAD_USER_INPUT, UNKNOWN_FIELD with the place in the input
 */
export function specOf(
  input: SpecInput,
  o: {
    model: SpecModel;
    fields: readonly FieldDefinition[];
    partitions: ViewSpec['partitions'];
    large: boolean;
    /** The model of images, where the collection takes them. */
    images?: ViewSpec['images'];
    current?: ViewSpec | undefined;
  },
): ViewSpec {
  const { name, version, dimensions } = o.model;
  return {
    model: { name, version, dimensions },
    passages: passageSettings(input.passages, o.model, o.current?.passages),
    keywords: keywordSettings(input.keywords, o.fields, o.current?.keywords),
    index: indexSettings(input.index, o.large, o.current?.index),
    partitions: o.partitions,
    ...(o.images && { images: o.images }),
  };
}

function passageSettings(
  input: Given<PassageSettingsInput>,
  model: SpecModel,
  current: PassageSettings | undefined,
): PassageSettings {
  const path = 'input.passages';
  const readable = Math.min(MOST_TOKENS, Math.max(LEAST_TOKENS, model.maxTokens - SPARE_TOKENS));
  const asked = input?.maxTokens ?? undefined;
  if (asked !== undefined) inRange(`${path}.maxTokens`, asked, LEAST_TOKENS, readable);
  const maxTokens = asked ?? Math.min(current?.maxTokens ?? MAX_TOKENS, readable);
  const most = Math.floor(maxTokens / 2);
  const overlap = input?.overlapTokens ?? undefined;
  if (overlap !== undefined) inRange(`${path}.overlapTokens`, overlap, 0, most);
  const kept = asked === undefined ? current?.overlapTokens : undefined;
  return {
    maxTokens,
    overlapTokens: overlap ?? Math.min(kept ?? Math.floor(maxTokens / OVERLAP_PART), most),
    headings: input?.headings ?? current?.headings ?? true,
  };
}

function keywordSettings(
  input: Given<KeywordSettingsInput>,
  declared: readonly FieldDefinition[],
  current: KeywordSettings | undefined,
): KeywordSettings {
  const path = 'input.keywords';
  const weight = (name: 'titleWeight' | 'contentWeight', fallback: number) => {
    const value = input?.[name] ?? current?.[name] ?? fallback;
    inRange(`${path}.${name}`, value, 0, MAX_WEIGHT);
    return value;
  };
  const fields = input?.fields ?? current?.fields ?? [];
  if (fields.length > MAX_KEYWORD_FIELDS) {
    throw userError.badInput(`${path}.fields`, `at most ${MAX_KEYWORD_FIELDS} fields are allowed.`);
  }
  fields.forEach(({ field, weight: its }, index) => {
    const place = `${path}.fields[${index}]`;
    const type = declared.find(({ name }) => name === field)?.type;
    if (!type) {
      throw userError.unknownField(
        `${place}.field`,
        field,
        declared.map(({ name }) => name),
      );
    }
    if (type !== 'STRING' && type !== 'STRING_LIST') {
      throw userError.badInput(`${place}.field`, `is of the type ${type}; only texts are searched.`);
    }
    inRange(`${place}.weight`, its, 1, MAX_WEIGHT);
  });
  const keywords = {
    titleWeight: weight('titleWeight', 2),
    contentWeight: weight('contentWeight', 1),
    fields: fields.map(({ field, weight: its }) => ({ field, weight: its })),
    analyzer: input?.analyzer ?? current?.analyzer ?? 'STANDARD',
    version: ANALYZER_VERSION,
  };
  if (keywords.titleWeight + keywords.contentWeight + keywords.fields.length === 0) {
    throw userError.badInput(path, 'nothing would be searched: give the title or the content a weight.');
  }
  return keywords;
}

function indexSettings(
  input: Given<VectorIndexInput>,
  large: boolean,
  current: IndexSettings | undefined,
): IndexSettings {
  const path = 'input.index';
  const value = (name: 'm' | 'efConstruction' | 'ef', least: number, most: number) => {
    const found = input?.[name] ?? (current ?? defaultIndex)[name];
    inRange(`${path}.${name}`, found, least, most);
    return found;
  };
  const kind = input?.kind ?? current?.kind ?? 'AUTO';
  return {
    kind,
    builtAs: kind === 'AUTO' ? (large ? 'HNSW' : 'FLAT') : kind,
    m: value('m', 4, 64),
    efConstruction: value('efConstruction', 8, 512),
    ef: value('ef', 16, 32_768),
    ...targetRecall(input, current),
  };
}

function targetRecall(
  input: Given<VectorIndexInput>,
  current: IndexSettings | undefined,
): Pick<IndexSettings, 'targetRecall'> {
  const asked = input?.targetRecall;
  if (typeof asked === 'number') inRange('input.index.targetRecall', asked, 0.5, 0.999);
  const target = asked === undefined ? current?.targetRecall : asked;
  return typeof target === 'number' ? { targetRecall: target } : {};
}

/** How the documents of a collection to be made are divided. @throws BAD_USER_INPUT */
export function checkPartitioning(
  input: Given<PartitioningInput>,
  fields: readonly FieldDefinition[],
): CollectionRow['partitionBy'] {
  const path = 'input.partitionBy';
  const by = input?.by ?? 'NONE';
  const field = input?.field ?? null;
  if (by !== 'FIELD') {
    if (field !== null) throw userError.badInput(`${path}.field`, 'goes with by: FIELD only.');
    return { by, field: null };
  }
  const declared = fields.find(({ name }) => name === field);
  if (declared?.type !== 'STRING' || !declared.required || !declared.filterable) {
    throw userError.badInput(
      `${path}.field`,
      'must name a field of the type STRING that is required and filterable.',
    );
  }
  return { by, field };
}

function inRange(path: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most)) {
    throw userError.badInput(path, `must be from ${least} to ${most}, not ${value}.`);
  }
}
