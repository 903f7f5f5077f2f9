import type { Api } from '../api.ts';
import type { JudgedSet } from '../judged-set.ts';

/** A candidate of a judged query, by its raw scores. */
export interface Judged {
  cosine: number;
  /** Of the most that BM25 could be. */
  share: number;
  /** The calibrated relevance, as the product tells it. */
  relevance: number;
  answers: boolean;
}

const SEARCH = `query ($input: SearchInput!) {
  search(input: $input, first: 100) {
    explain { views { keywordMaximum } }
    edges { relevance node { documentId } explain { branches { branch score } } } } }`;

interface Answer {
  search: {
    explain: { views: { keywordMaximum: number | null }[] };
    edges: {
      relevance: number;
      node: { documentId: string } | null;
      explain: { branches: { branch: 'SEMANTIC' | 'KEYWORD'; score: number | null }[] };
    }[];
  };
}

/** The first 100 documents of each judged query, in a HYBRID search. One that a branch did not find counts as its worst. */
export async function candidatesOf(api: Api, collection: string, set: JudgedSet): Promise<Judged[]> {
  const found: Judged[] = [];
  for (const { id, text } of set.queries) {
    const input = { collections: [collection], text, syntax: 'PLAIN' };
    const { search } = await api.ask<Answer>(SEARCH, { input });
    const most = search.explain.views[0]?.keywordMaximum ?? 0;
    const scoresOf = (branch: string) =>
      search.edges.map(({ explain }) => explain.branches.find((one) => one.branch === branch)?.score ?? null);
    const [cosines, words] = [scoresOf('SEMANTIC'), scoresOf('KEYWORD')];
    const least = Math.min(...cosines.filter((cosine) => cosine !== null));
    search.edges.forEach(({ node, relevance }, place) => {
      const grade = set.judgments.get(id)?.get(node?.documentId ?? '') ?? 0;
      found.push({
        cosine: cosines[place] ?? least,
        share: most > 0 ? (words[place] ?? 0) / most : 0,
        relevance,
        answers: grade > 0,
      });
    });
  }
  return found;
}
