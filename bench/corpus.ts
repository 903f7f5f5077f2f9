import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

export interface BenchDocument {
  documentId: string;
  title: string;
  content: string;
}

/**
 * Real text that every checkout has: the paragraphs of the Markdown files of the installed packages, each a document, in a
 * fixed order.
 */
export function paragraphs(count: number): BenchDocument[] {
  const documents: BenchDocument[] = [];
  const seen = new Set<string>();
  for (const file of globSync('node_modules/**/*.{md,markdown}', { cwd: root }).sort()) {
    const name = file.split('/').slice(1, -1).join('/').slice(0, 200);
    for (const paragraph of readFileSync(`${root}${file}`, 'utf8').split(/\n\s*\n/)) {
      const content = paragraph.replaceAll(/\s+/g, ' ').trim();
      // Prose of a paragraph's length: no code, tables, badges or headings.
      if (!/^[A-Z][^|<>]{100,1200}[.!]$/.test(content) || seen.has(content)) continue;
      seen.add(content);
      documents.push({ documentId: `p${documents.length}`, title: name, content });
      if (documents.length === count) return documents;
    }
  }
  return documents;
}

/** As many documents as one likes: where there are not enough paragraphs, each further one is half of one and half of another. */
export function mixedParagraphs(count: number): BenchDocument[] {
  const known = paragraphs(count);
  const documents = [...known];
  for (let n = known.length; n < count; n++) {
    const [one, other] = [n % known.length, (7 * n + Math.floor(n / known.length)) % known.length].map(
      (place) => known[place] as BenchDocument,
    ) as [BenchDocument, BenchDocument];
    const [first, last] = [half(one.content, 0), half(other.content, 1)];
    documents.push({ documentId: `p${n}`, title: one.title, content: `${first} ${last}` });
  }
  return documents;
}

function half(text: string, which: 0 | 1): string {
  const words = text.split(' ');
  const middle = words.length >> 1;
  return (which === 0 ? words.slice(0, middle) : words.slice(middle)).join(' ');
}

/** Questions that differ from each other, so that no cache answers: a few words in a row out of the documents. Few documents have few. */
export function questions(documents: BenchDocument[], count: number): string[] {
  const phrases = new Set<string>();
  let before = -1;
  for (let round = 0; phrases.size < count && phrases.size > before; round++) {
    before = phrases.size;
    for (const { content } of documents) {
      const words = content.split(' ');
      const from = (round * 5) % Math.max(1, words.length - 7);
      phrases.add(words.slice(from, from + 7).join(' '));
      if (phrases.size === count) break;
    }
  }
  return [...phrases];
}
