const sentenceBreaks = new Intl.Segmenter('und', { granularity: 'sentence' });

/** Ends that Unicode's sentence rules do not count as such: semicolon and ellipsis of Chinese text. */
const CJK_END = /[；…。！？｡]+[」』”’）》〉】〕]*[\s\u3000]*/g;
/** Nothing but signs that open a quotation or a bracket. */
const OPENING = /^[\p{Ps}\p{Pi}\s]+$/u;
/** A line that goes on in the next one: long, not closed, and the next begins like running text. */
const WRAPPED_LINE = /(?<=[^\n]{40}[^\n.!?:;。！？：；])\r?\n(?=["'(“‘]?[\p{L}\p{N}])/gu;

/** A stretch of a text, by UTF-16 offsets. */
export interface Stretch {
  start: number;
  end: number;
}

/** A sentence; with the white space after it, so that the sentences of a text tile it. */
export interface Sentence extends Stretch {
  endsParagraph: boolean;
}

/** The sentences of a text in any language: every character is in just one of them. */
export function sentencesOf(text: string): Sentence[] {
  // A wrapped line is no end of a sentence. A space for the line break keeps every offset.
  const unwrapped = text.replace(WRAPPED_LINE, (lineBreak) => ' '.repeat(lineBreak.length));
  const sentences: Sentence[] = [];
  for (const { segment, index } of sentenceBreaks.segment(unwrapped)) {
    let start = 0;
    for (const match of segment.matchAll(CJK_END)) {
      const end = match.index + match[0].length;
      push(index + start, index + end);
      start = end;
    }
    if (start < segment.length) push(index + start, index + segment.length);
  }
  for (const sentence of sentences) sentence.endsParagraph = endsWithBlankLine(text, sentence);
  return sentences;

  function push(start: number, end: number): void {
    const last = sentences.at(-1);
    // Blank lines come as sentences of their own: they belong to what they follow. So do signs that open a quotation behind a Chinese
    // full stop: they belong to what follows them.
    const goesOn =
      last && (text.slice(start, end).trim() === '' || OPENING.test(text.slice(last.start, last.end)));
    if (goesOn) last.end = end;
    else sentences.push({ start, end, endsParagraph: false });
  }
}

function endsWithBlankLine(text: string, { start, end }: Stretch): boolean {
  const said = start + text.slice(start, end).trimEnd().length;
  return text.slice(said, end).split('\n').length > 2;
}
