/**
 * Cuts a text into pieces of at most `size` UTF-16 units, between words where there are any; the white space at a
 * cut belongs to neither piece. Counted one by one the tokens of such pieces are those of the whole text, because a
 * token never goes over a word's end.
 */
export function piecesOf(text: string, size: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > size) {
    const space = rest.slice(0, size + 1).search(/\s(?=\S*$)/);
    const cut = space > 0 ? space : wholeCharacters(rest, size);
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(space > 0 ? cut + 1 : cut);
  }
  pieces.push(rest);
  return pieces;
}

/** Groups texts in their order, each group of up to `size` units, or of one longer text. */
export function groupBySize(texts: readonly string[], size: number): string[][] {
  const groups: string[][] = [];
  let room = 0;
  for (const text of texts) {
    if (groups.length === 0 || text.length > room) {
      groups.push([]);
      room = size;
    }
    groups.at(-1)?.push(text);
    room -= text.length;
  }
  return groups;
}

/** One less than `size` where a surrogate pair would be cut apart. */
function wholeCharacters(text: string, size: number): number {
  return /[\uD800-\uDBFF]/.test(text.charAt(size - 1)) ? size - 1 : size;
}
