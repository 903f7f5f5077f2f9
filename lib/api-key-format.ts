import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * An API key is `kg_<8 characters that name it>_<43 random characters><6 characters of a checksum>`, all of letters and digits. The 43
 * hold 256 bits. By the checksum a mistyped key, and a text that only looks like one, are told without asking anybody.
 */
const FORMAT = /^(kg_[0-9A-Za-z]{8})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export interface ApiKeyParts {
  /** What may be shown: names the key and opens nothing. */
  prefix: string;
  /** What is kept of it, in hexadecimal. */
  hash: string;
}

export function makeApiKey(): ApiKeyParts & { key: string } {
  const body = `kg_${random(8)}_${random(43)}`;
  const key = body + checksum(body);
  return { key, prefix: body.slice(0, 11), hash: hashOf(key) };
}

/** Whether a text wants to be an API key: it begins like one. */
export function looksLikeApiKey(text: string): boolean {
  return text.startsWith('kg_');
}

/** @returns undefined where the text is no key: mistyped, or cut off */
export function readApiKey(text: string): ApiKeyParts | undefined {
  const [, prefix, secret, check] = FORMAT.exec(text) ?? [];
  if (prefix === undefined || checksum(`${prefix}_${secret}`) !== check) return undefined;
  return { prefix, hash: hashOf(text) };
}

/**
 * SHA-256, once. A slow hash (bcrypt, scrypt, Argon2) makes guessing what people think up expensive; 256 random bits cannot be
 * guessed at any price, and a slow hash would be paid for with each request.
 */
function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

function random(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

function checksum(text: string): string {
  let rest = crc32(text);
  let written = '';
  for (let at = 0; at < 6; at += 1) {
    written = ALPHABET[rest % 62] + written;
    rest = Math.floor(rest / 62);
  }
  return written;
}
