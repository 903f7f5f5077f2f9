/** The headings that a place stands under, from its start on: the outermost first. */
export interface Section {
  /** Where its own heading begins, in UTF-16 units; 0 for what comes before the first. */
  start: number;
  /** Where its own heading ends, with the blank lines after it. */
  headingEnd: number;
  path: string[];
}

/** UTF-16 units of a heading: what is longer is cut, so that a path fits into a row of the vector store. */
const LONGEST_TITLE = 200;
const LINE = /[^\n]*(?:\n|$)/y;
const BLANK_LINES = /(?:[^\S\n]*\n)*/y;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const ATX = /^ {0,3}(#{1,6})[ \t]+(\S.*)$/;
const UNDERLINE = /^ {0,3}(=+|-{2,})[ \t\r]*$/;

/** The sections of a Markdown text, by its headings (`#` and underlined), not looking into fenced code. */
export function sectionsOf(content: string): Section[] {
  const sections: Section[] = [{ start: 0, headingEnd: 0, path: [] }];
  const open: { level: number; title: string }[] = [];
  let fence: string | undefined;
  let previous: { start: number; text: string } | undefined;
  const begin = (start: number, headingEnd: number, level: number, title: string) => {
    while ((open.at(-1)?.level ?? 0) >= level) open.pop();
    // A cut may leave half of a surrogate pair.
    open.push({ level, title: title.slice(0, LONGEST_TITLE).toWellFormed() });
    BLANK_LINES.lastIndex = headingEnd;
    const blank = BLANK_LINES.exec(content)?.[0].length ?? 0;
    sections.push({ start, headingEnd: headingEnd + blank, path: open.map((heading) => heading.title) });
  };
  for (let at = 0; at < content.length; ) {
    LINE.lastIndex = at;
    const [line = ''] = LINE.exec(content) ?? [];
    const start = at;
    at += line.length;
    const text = line.replace(/\n$/, '');
    const [, mark] = FENCE.exec(text) ?? [];
    if (fence !== undefined || mark !== undefined) {
      if (fence === undefined) fence = mark;
      else if (mark?.startsWith(fence)) fence = undefined;
      previous = undefined;
      continue;
    }
    const [, marks, title] = ATX.exec(withoutEnd(text, ' \t\r')) ?? [];
    const [, underline] = UNDERLINE.exec(text) ?? [];
    if (marks !== undefined) begin(start, at, marks.length, unclosed(title as string));
    else if (underline !== undefined && previous) {
      begin(previous.start, at, underline.startsWith('=') ? 1 : 2, previous.text.trim());
    }
    const heading = marks !== undefined || underline !== undefined;
    previous = heading || text.trim() === '' ? undefined : { start, text };
  }
  return sections;
}

/** Without these characters at its end. A pattern would look at each run of blanks once for each of them. */
function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** A title without the signs that may close it, as in `# Title #`. */
const unclosed = (title: string): string =>
  title.charAt(0) + withoutEnd(withoutEnd(title.slice(1), '#'), ' \t');

/** The section that a place is in: the last that begins at it or before. */
export function sectionAt(sections: readonly Section[], place: number): Section {
  let low = 0;
  let high = sections.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sections[middle] as Section).start <= place) low = middle;
    else high = middle - 1;
  }
  return sections[low] as Section;
}
