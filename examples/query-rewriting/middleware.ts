import { readFileSync } from 'node:fs';
import type { SearchMiddleware } from '../../subgraphs/query/search/middleware.ts';

const abbreviations: Record<string, string> = JSON.parse(
  readFileSync(new URL('abbreviations.json', import.meta.url), 'utf8'),
);

/** Writes abbreviations out, and turns "lang:en" into a filter. */
const rewriting: SearchMiddleware = {
  name: 'rewriting',
  request(input) {
    if (!input.text) return undefined;
    const words = input.text.split(/\s+/);
    const languages = words.flatMap((word) => /^lang:(\w+)$/.exec(word)?.[1] ?? []);
    const text = words
      .filter((word) => !word.startsWith('lang:'))
      .map((word) => abbreviations[word.toLowerCase()] ?? word)
      .join(' ');
    if (languages.length === 0) return { ...input, text };
    const inLanguages = { field: 'lang', in: languages };
    const filter = input.filter ? { and: [input.filter, inLanguages] } : inLanguages;
    return { ...input, text, filter };
  },
};

export default rewriting;
