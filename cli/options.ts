import { InvalidArgumentError } from 'commander';
import type {
  FieldInput,
  FieldType,
  FilterInput,
  PartitioningInput,
  SearchMode,
  SortInput,
  SynonymsInput,
} from './generated/operations.ts';

/** A whole number from `min` to `max`. */
export function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`It is a whole number from ${min} to ${max}.`);
    }
    return value;
  };
}

/** A number from `min` to `max`. */
export function number(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= min && value <= max)) {
      throw new InvalidArgumentError(`It is a number from ${min} to ${max}.`);
    }
    return value;
  };
}

/** An encoding of text that can be read. */
export function encoding(text: string): string {
  try {
    return new TextDecoder(text).encoding;
  } catch {
    throw new InvalidArgumentError('It is an encoding such as utf-8, utf-16le, windows-1252, big5, gb18030.');
  }
}

/** One character; \\t is a tab. */
export function character(text: string): string {
  const value = text === '\\t' ? '\t' : text;
  if (value.length !== 1) throw new InvalidArgumentError('It is one character; \\t is a tab.');
  return value;
}

/** One character, or none. */
export function characterOrNone(text: string): string | false {
  return text === 'none' ? false : character(text);
}

/** For an option that can be given several times. */
export function collected(text: string, before: string[]): string[] {
  return [...before, text];
}

const types: FieldType[] = ['STRING', 'INT', 'FLOAT', 'BOOLEAN', 'DATETIME', 'STRING_LIST'];

/** year:INT,lang:STRING!:facet */
export function fieldList(text: string): FieldInput[] {
  return text.split(',').map((entry) => {
    const [, name, type = '', mark, facet] =
      /^\s*(\w+)\s*:\s*(\w+)(!?)\s*(?::\s*(facet))?\s*$/.exec(entry) ?? [];
    const known = types.find((each) => each === type.toUpperCase());
    if (!name || !known) {
      throw new InvalidArgumentError(
        `It is a list such as year:INT,lang:STRING with types out of ${types.join(', ')}.`,
      );
    }
    return { name, type: known, ...(mark && { required: true }), ...(facet && { facet: true }) };
  });
}

/** tags:3,author: a field counts once where no weight is said. */
export function fieldWeights(text: string): { field: string; weight: number }[] {
  return text.split(',').map((entry) => {
    const [, field, weight = '1'] = /^\s*(\w+)\s*(?::\s*(\d+))?\s*$/.exec(entry) ?? [];
    if (!field) throw new InvalidArgumentError('It is a list such as tags:3,author.');
    return { field, weight: integer(1, 10)(weight) };
  });
}

/** "ML, machine learning", or one-way "phone => iPhone, Pixel"; can be given several times. */
export function synonymRule(text: string, before: SynonymsInput[] | undefined): SynonymsInput[] {
  const [left = '', right, ...rest] = text.split('=>');
  const words = (list: string) => list.split(/[,，、]/).map((word) => word.trim());
  const sides = right === undefined ? { words: words(left) } : { from: words(left), words: words(right) };
  if (rest.length > 0 || Object.values(sides).flat().includes('')) {
    throw new InvalidArgumentError(
      'It is a list such as "ML, machine learning", or "phone => iPhone, Pixel".',
    );
  }
  return [...(before ?? []), sides];
}

/** name, tenant, field:lang */
export function partitioning(text: string): PartitioningInput {
  const [, kind = '', field] = /^(name|tenant|field:(\w+))$/i.exec(text) ?? [];
  if (field) return { by: 'FIELD', field };
  if (kind === '') throw new InvalidArgumentError('It is one of name, tenant, field:<name>.');
  return { by: kind.toUpperCase() as 'NAME' | 'TENANT' };
}

/** name=value; a value that is a number, true or false becomes one, and "…" in quotes stays a text. */
export function nameAndValue(text: string, before: Record<string, unknown>): Record<string, unknown> {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('It is name=value.');
  const scalar = /^(-?\d+(\.\d+)?|true|false|".*")$/s.test(value);
  return { ...before, [name.trim()]: scalar ? json(value) : value };
}

/** year, year:desc; can be given several times. */
export function sortField(text: string, before: SortInput[] | undefined): SortInput[] {
  const [, field, order = 'asc'] = /^(\w+)(?::(asc|desc))?$/i.exec(text) ?? [];
  if (!field) throw new InvalidArgumentError('It is a field such as year, or year:desc.');
  return [...(before ?? []), { field, order: order.toUpperCase() as SortInput['order'] }];
}

export function searchMode(text: string): SearchMode {
  const mode = (['SEMANTIC', 'KEYWORD', 'HYBRID', 'IMAGE'] as const).find(
    (each) => each === text.toUpperCase(),
  );
  if (!mode) throw new InvalidArgumentError('It is one of semantic, keyword, hybrid, image.');
  return mode;
}

export function filter(text: string): FilterInput {
  const value = json(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidArgumentError(`It is a filter in JSON, such as '{"field": "year", "gte": 2020}'.`);
  }
  return value as FilterInput;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidArgumentError(`It is no JSON: ${(error as Error).message}.`);
  }
}

/** Names with commas between. */
export const names = (value: string): string[] =>
  value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
