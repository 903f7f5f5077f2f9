import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface JudgedDocument {
  id: string;
  title: string;
  text: string;
  /** Where the set says it. */
  lang?: string | undefined;
}

export interface JudgedQuery {
  id: string;
  text: string;
  lang?: string | undefined;
}

/** A collection of documents with queries and with judgments of what answers them. */
export interface JudgedSet {
  name: string;
  documents: JudgedDocument[];
  /** The queries that have judgments. */
  queries: JudgedQuery[];
  /** By query: grades by document. */
  judgments: Map<string, Map<string, number>>;
}

/**
 * Reads a test set from a folder: corpus.jsonl {id, title, text}, queries.jsonl {id, text}, and qrels.tsv with a header
 * and lines of query id, document id and grade, separated by tabs.
 */
export function readJudgedSet(folder: string, name: string, file = 'qrels.tsv'): JudgedSet {
  const lines = (file: string) =>
    readFileSync(join(folder, name, file), 'utf8')
      .trim()
      .split('\n');
  const json = (file: string) => lines(file).map((line) => JSON.parse(line) as Record<string, string>);
  const judgments = new Map<string, Map<string, number>>();
  for (const line of lines(file).slice(1)) {
    const [query = '', document = '', grade = '0'] = line.trim().split('\t');
    const grades = judgments.get(query) ?? new Map<string, number>();
    judgments.set(query, grades.set(document, Number(grade)));
  }
  const documents = json('corpus.jsonl')
    .map(({ id = '', title = '', text = '', lang }) => ({ id, title, text, lang }))
    // Cranfield has two without any text.
    .filter(({ title, text }) => title + text !== '');
  const queries = json('queries.jsonl').map(({ id = '', text = '', lang }) => ({ id, text, lang }));
  return { name, documents, queries: queries.filter(({ id }) => judgments.has(id)), judgments };
}

/** The languages of a set's documents; none where it does not say them. */
export function languagesOf({ documents }: JudgedSet): Set<string> {
  return new Set(documents.flatMap(({ lang }) => lang ?? []));
}

/** The same set where only what is in another language than the query counts. */
export function acrossLanguages(set: JudgedSet): JudgedSet {
  const languageOf = new Map(set.documents.map(({ id, lang }) => [id, lang]));
  const judgments = new Map(
    set.queries.map(({ id, lang }) => [
      id,
      new Map([...(set.judgments.get(id) ?? [])].filter(([document]) => languageOf.get(document) !== lang)),
    ]),
  );
  return { ...set, judgments };
}
