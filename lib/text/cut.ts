import type { Stretch } from './sentences.ts';

const wordBreaks = new Intl.Segmenter('und', { granularity: 'word' });
const graphemeBreaks = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** How far a cut may move back to fall between words. */
const WORD_REACH = 40;
/** Longer than any grapheme that means something. */
const GRAPHEME_REACH = 64;

/** The last place at or before `at` (and after `after`) where a text can be cut: between words where one is near. */
function cutBefore(text: string, at: number, after: number): number {
  if (at >= text.length) return text.length;
  const from = Math.max(after, at - WORD_REACH);
  // Segmenters need some text before the place to know what belongs together.
  const start = graphemeStart(text, from);
  const near = text.slice(start, at + WORD_REACH);
  let best = -1;
  for (const { index } of wordBreaks.segment(near)) {
    if (start + index > at) break;
    if (start + index > from) best = start + index;
  }
  if (best > after && graphemeStart(text, best) === best) return best;
  const grapheme = graphemeStart(text, at);
  return grapheme > after ? grapheme : graphemeEnd(text, at);
}

/** Where the grapheme (what a reader sees as one character) that holds the place begins. */
export function graphemeStart(text: string, at: number): number {
  return graphemeAt(text, at)?.start ?? at;
}

/** Where the grapheme ends into which the place falls; the place itself where it stands between two. */
export function graphemeEnd(text: string, at: number): number {
  const holding = graphemeAt(text, at);
  return !holding || holding.start === at ? at : holding.end;
}

function graphemeAt(text: string, at: number): Stretch | undefined {
  if (at <= 0 || at >= text.length) return undefined;
  // A segmenter takes time for the whole of its text: it gets the part that can matter.
  const from = Math.max(0, at - GRAPHEME_REACH);
  const found = graphemeBreaks.segment(text.slice(from, at + GRAPHEME_REACH)).containing(at - from);
  return found && { start: from + found.index, end: from + found.index + found.segment.length };
}

/** Cuts a stretch into pieces of at most `size` UTF-16 units (more only where one grapheme is longer). */
export function pieces(text: string, { start, end }: Stretch, size: number): Stretch[] {
  const cut: Stretch[] = [];
  for (let from = start; from < end; ) {
    const to = from + size >= end ? end : Math.min(end, cutBefore(text, from + size, from));
    cut.push({ start: from, end: to });
    from = to;
  }
  return cut;
}
