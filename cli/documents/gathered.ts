/**
 * No record is longer, in bytes: the server takes no longer request, and a file whose record never ends (a quotation mark
 * that is not closed) must not fill the memory.
 */
export const mostRecordBytes = 16 * 1024 * 1024;

export const tooLong = 'is longer than 16 MB';

/** The bytes of one record, which come in pieces. */
export class Gathered {
  #pieces: Buffer[] = [];
  #length = 0;

  /** Whether nothing but white space was added. */
  blank = true;

  add(piece: Buffer): void {
    this.#length += piece.length;
    if (this.#length > mostRecordBytes) this.#pieces = [];
    else this.#pieces.push(piece);
    this.blank &&= piece.every((byte) => byte <= 0x20);
  }

  /** The whole, undefined where it is too long; the next one begins. */
  take(): Buffer | undefined {
    const [first] = this.#pieces;
    const whole = this.#pieces.length === 1 ? first : Buffer.concat(this.#pieces);
    const fits = this.#length <= mostRecordBytes;
    this.#pieces = [];
    this.#length = 0;
    this.blank = true;
    return fits ? whole : undefined;
  }
}
