import { columnsOf, printable, styled } from './text.ts';

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  apos: "'",
  '#x27': "'",
};

interface Piece {
  text: string;
  marked: boolean;
}

/** The pieces of a highlight (escaped HTML with <mark> elements), as plain text. */
function pieces(html: string): Piece[] {
  return html
    .split(/(<mark>.*?<\/mark>)/s)
    .filter((part) => part !== '')
    .map((part) => {
      const text = part.replace(/<[^>]*>/g, '').replace(/&(#?\w+);/g, (all, name) => entities[name] ?? all);
      return { text: printable(text), marked: part.startsWith('<mark>') };
    });
}

/** A highlight in one line, its matching words dressed. */
export function markedLine(html: string): string {
  return pieces(html).map(dressed).join('');
}

/**
 * A highlight as lines of at most `columns`, broken between words (and anywhere between Chinese or Japanese ones), its
 * matching words dressed. @param most lines at most; the last one then ends with an ellipsis
 */
export function markedLines(html: string, columns: number, most: number): string[] {
  const lines: { text: string; used: number }[] = [{ text: '', used: 0 }];
  const words = pieces(html).flatMap(({ text, marked }) =>
    (text.match(/\s+|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+|./gu) ?? []).map((word) => ({
      text: word.trim() === '' ? ' ' : word,
      marked,
    })),
  );
  for (const word of words) {
    const width = columnsOf(word.text);
    const line = lines.at(-1);
    if (!line || (line.used + width > columns && line.used > 0)) {
      if (lines.length === most) {
        if (line) line.text = `${line.text.trimEnd()}…`;
        break;
      }
      lines.push({ text: '', used: 0 });
    }
    const last = lines.at(-1);
    if (!last || (last.used === 0 && word.text === ' ')) continue;
    last.text += dressed(word);
    last.used += width;
  }
  return lines.map(({ text }) => text);
}

function dressed({ text, marked }: Piece): string {
  return marked ? styled(['bold', 'yellow'], text) : text;
}
