import { parse } from 'yaml';
import type { Content } from './document.ts';

const frontMatter = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;
const heading = /^(?:#\s+(.+?)\s*#*|(.+)\r?\n=+)\s*$/m;

/**
 * A Markdown file as a document. Its title is `title` of its front matter (YAML), else its first heading, else the
 * file's name; the other values of the front matter are its metadata.
 */
export function markdownDocument(text: string, file: string): Content {
  const block = frontMatter.exec(text);
  let matter: unknown;
  try {
    matter = block ? parse(block[1] ?? '') : undefined;
  } catch (error) {
    return { problem: `its front matter is no YAML: ${(error as Error).message.split('\n')[0]}` };
  }
  const content = block ? text.slice(block[0].length) : text;
  const { title, ...metadata } = isRecord(matter) ? matter : {};
  const [, atx, setext] = heading.exec(content) ?? [];
  return {
    input: {
      documentId: file,
      title: typeof title === 'string' ? title : (atx ?? setext ?? fileName(file)).trim(),
      content: content.trim(),
      metadata,
    },
  };
}

/** The last part of a path, without its ending. */
export function fileName(path: string): string {
  return (path.split('/').at(-1) ?? path).replace(/\.[^.]+$/, '');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
