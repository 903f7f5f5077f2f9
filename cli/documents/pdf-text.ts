/** Characters that a page shows next to each other, as the PDF reader gives them. */
export interface Glyphs {
  str: string;
  /** The last two numbers are the place of its left end and its base line, from the lower left corner. */
  transform: number[];
  width: number;
  height: number;
  /** Whether a line ends after it. */
  hasEOL: boolean;
}

interface Line {
  text: string;
  baseline: number;
  width: number;
  height: number;
}

/** Beyond so many times what is usual between two lines of the page, a paragraph ends. */
const paragraphGap = 1.3;
/** The same in heights of the letters, where no distance is usual. */
const leastParagraphGap = 1.5;
/** Letters of another size, such as a heading's, begin a paragraph. */
const otherSize = 1.15;
/** A line that reaches so far across its column goes on in the next one. */
const fullLine = 0.8;

const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;
const endsInHyphen = /\p{L}[-\u00ad\u2010]$/u;

/**
 * The text of a page in the order of the file, which is the order of reading. Lines stay lines, except where a word goes
 * over the end of one; between paragraphs there is an empty line.
 */
export function pageText(glyphs: readonly Glyphs[]): string {
  const lines = linesOf(glyphs);
  // Downwards from the line before.
  const gaps = lines.map(({ baseline }, index) => (lines[index - 1]?.baseline ?? baseline) - baseline);
  const usual = median(gaps.filter((gap) => gap > 0));
  const widest = Math.max(...lines.map(({ width }) => width));
  let text = '';
  for (const [index, line] of lines.entries()) {
    const previous = lines[index - 1];
    if (!previous) text = line.text;
    else if (beginsParagraph(previous, line, gaps[index] ?? 0, usual)) text += `\n\n${line.text}`;
    else text = joined(text, line.text, previous.width >= fullLine * widest);
  }
  return text;
}

function linesOf(glyphs: readonly Glyphs[]): Line[] {
  const lines: Line[] = [];
  let parts: Glyphs[] = [];
  for (const [index, part] of glyphs.entries()) {
    parts.push(part);
    if (!part.hasEOL && index < glyphs.length - 1) continue;
    const text = parts
      .map(({ str }) => str)
      .join('')
      .replace(/\0/g, '')
      .trim();
    const first = parts.find(({ str }) => str.trim() !== '');
    if (first && text !== '') {
      lines.push({
        text,
        baseline: first.transform[5] ?? 0,
        width: parts.reduce((sum, { width }) => sum + width, 0),
        height: Math.max(...parts.map(({ height }) => height)),
      });
    }
    parts = [];
  }
  return lines;
}

function beginsParagraph(previous: Line, line: Line, gap: number, usualGap: number): boolean {
  const [small, large] = [previous.height, line.height].sort((a, b) => a - b) as [number, number];
  // Upwards (less than none) it is the next column, in which the sentence may go on.
  return large > otherSize * small || gap > Math.max(paragraphGap * usualGap, leastParagraphGap * large);
}

/** @param goesOn whether the line before is full, so that it ends where the column does */
function joined(before: string, line: string, goesOn: boolean): string {
  if (endsInHyphen.test(before) && /^\p{Ll}/u.test(line)) return before.slice(0, -1) + line;
  const last = before.at(-1) ?? '';
  if (goesOn && wide.test(last) && wide.test(line.at(0) ?? '')) return before + line;
  return `${before}\n${line}`;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[(values.length - 1) >> 1] ?? 0;
}
