/**
 * The content that was split into these passages, which overlap or touch and come in any order.
 * Throws where a part of it is missing between two.
 */
export function rebuildContent(passages: readonly { text: string; start: number; end: number }[]): string {
  let content = '';
  for (const { text, start, end } of passages.toSorted((a, b) => a.start - b.start)) {
    if (start > content.length) throw new Error(`passages leave out ${content.length} to ${start}`);
    if (end > content.length) content += text.slice(content.length - start);
  }
  return content;
}
