import { styleText } from 'node:util';

/** Colours and weights, where standard output is a terminal that wants them (NO_COLOR is heeded). */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

export function styled(style: Style | Style[], text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

/** Text of others without what could command the terminal: control characters become spaces. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ');
}

const wide =
  /^(?:\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}|[\u3000-\u303e\uff01-\uff60\uffe0-\uffe6])/u;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** How many columns of a terminal the text takes: two for a Chinese, Japanese or Korean character and for an emoji. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) columns += wide.test(segment) ? 2 : 1;
  return columns;
}

/** The text cut to at most `columns`, with an ellipsis where something is missing. */
export function cut(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const width = columnsOf(segment);
    if (used + width > columns - 1) break;
    kept += segment;
    used += width;
  }
  return `${kept}…`;
}

const numbers = new Intl.NumberFormat('en');

/** 12,345 */
export function count(value: number): string {
  return numbers.format(value);
}

/** 1 document, 2,000 documents */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** 8 s, 2 min 5 s, 1 h 12 min */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** 512 bytes, 3.4 kB, 12 MB, 1.8 GB */
export function bytes(size: number): string {
  if (size < 1000) return counted(size, 'byte');
  for (const [unit, bytesOfUnit] of [
    ['kB', 1e3],
    ['MB', 1e6],
  ] as const) {
    const value = size / bytesOfUnit;
    if (value < 999.5) return `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)} ${unit}`;
  }
  return `${(size / 1e9).toFixed(1)} GB`;
}
