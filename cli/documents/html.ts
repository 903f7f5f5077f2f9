import { isUtf8 } from 'node:buffer';
import { isProbablyReaderable, Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { parse, serialize } from 'parse5';
import { textOf } from './bytes.ts';
import { type Declared, welcome } from './declared.ts';
import type { Content } from './document.ts';
import { textOfHtml } from './html-text.ts';
import { fileName } from './markdown.ts';

/** Where pages say their encoding, in bytes. */
const encodingWithin = 2048;
/** An article of fewer characters is none: Readability then took the wrong part of the page. */
const shortestArticle = 200;

/** A page as a document: the text of its main part, its title, and what it says of itself as metadata. */
export function htmlDocument(
  bytes: Buffer,
  file: string,
  { encoding, declared }: { encoding?: string | undefined; declared: Declared },
): Content {
  const page = domOf(encoding ? textOf(bytes, encoding) : browserText(bytes));
  const { title, ...metadata } = aboutPage(page);
  return {
    input: {
      documentId: file,
      title: title ?? fileName(file),
      content: mainText(page),
      metadata: welcome(metadata, declared),
    },
  };
}

/** The page as browsers see it: parse5 mends what is left out or wrongly nested, which linkedom does not. */
function domOf(html: string): Document {
  return parseHTML(serialize(parse(html))).document;
}

/** As browsers read it: in the encoding that it says, or that such pages have; a few wrong bytes spoil no page. */
function browserText(bytes: Buffer): string {
  const head = bytes.subarray(0, encodingWithin).toString('latin1');
  const [, said = ''] = /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head) ?? [];
  // Pages that were converted, or saved by a browser, are in UTF-8 whatever they say.
  if (isUtf8(bytes) && !/^iso-2022/i.test(said)) return textOf(bytes);
  return new TextDecoder(isEncoding(said) ? said : 'windows-1252').decode(bytes);
}

function isEncoding(name: string): boolean {
  try {
    new TextDecoder(name);
    return true;
  } catch {
    return false;
  }
}

/** The article that the page is, where it is one; else its main element, or all of it without navigation. */
function mainText(page: Document): string {
  const main = onlyOne(page, 'main, [role=main]') ?? onlyOne(page, 'article');
  if (main) page.body.replaceChildren(main);
  // Readability takes the page apart.
  const html = page.body.outerHTML;
  if (isProbablyReaderable(page)) {
    const article = textOfHtml(new Readability(page).parse()?.content ?? '');
    if (article.length >= shortestArticle) return article;
  }
  return textOfHtml(html);
}

function onlyOne(page: Document, selector: string): Element | undefined {
  const found = page.querySelectorAll(selector);
  return found.length === 1 ? found[0] : undefined;
}

function aboutPage(page: Document) {
  const content = (...names: string[]) =>
    firstText(
      names.flatMap((name) =>
        ['name', 'property', 'itemprop'].map((key) =>
          page.querySelector(`meta[${key}="${name}" i]`)?.getAttribute('content'),
        ),
      ),
    );
  return {
    title: firstText([
      content('og:title'),
      page.querySelector('title')?.textContent,
      page.querySelector('h1')?.textContent,
    ]),
    lang: firstText([page.documentElement.getAttribute('lang'), content('og:locale')?.replace('_', '-')]),
    description: content('description', 'og:description'),
    author: content('author')?.replace(/^https?:.*/, '') || undefined,
    url: firstText([page.querySelector('link[rel="canonical" i]')?.getAttribute('href'), content('og:url')]),
    published: dateOf(
      content('article:published_time', 'datePublished', 'date', 'dc.date', 'dcterms.created') ??
        page.querySelector('time[itemprop="datePublished"], time[pubdate]')?.getAttribute('datetime'),
    ),
  };
}

function firstText(texts: (string | null | undefined)[]): string | undefined {
  return texts.map((text) => text?.replace(/\s+/g, ' ').trim()).find((text) => text);
}

/** An ISO time, or its date alone where no time zone is given; undefined for what is neither. */
function dateOf(text: string | null | undefined): string | undefined {
  const trimmed = text?.trim() ?? '';
  const zoned = /\d.*(z|gmt|utc|[+-]\d\d:?\d\d)$/i.test(trimmed.replace(/^\d{4}-\d\d-\d\d/, ''));
  const [date] = /^\d{4}-\d\d-\d\d/.exec(trimmed) ?? [];
  const time = new Date(zoned ? trimmed : (date ?? Number.NaN));
  if (Number.isNaN(time.getTime())) return undefined;
  return zoned ? time.toISOString() : date;
}
