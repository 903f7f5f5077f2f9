import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

const TEXT = 1;
const PING = 9;
const PONG = 10;

/**
 * A WebSocket that costs its process next to nothing, so that what is measured is the server: it hands over the bytes of each message,
 * and answers pings.
 */
export function thinSocket(
  url: string,
  o: { opened: () => void; take: (message: Buffer) => void; closed: () => void },
) {
  const { hostname, port, pathname } = new URL(url);
  const wire = connect({ host: hostname, port: Number(port), noDelay: true });
  const key = randomBytes(16).toString('base64');
  wire.write(
    `GET ${pathname} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${key}\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n`,
  );
  let rest: Buffer = Buffer.alloc(0);
  let upgraded = false;

  /** With a mask of zeros, which is one too. */
  function send(opcode: number, payload: Buffer) {
    const { length } = payload;
    const head = Buffer.alloc(length < 126 ? 6 : 8);
    head[0] = 0x80 | opcode;
    head[1] = 0x80 | Math.min(length, 126);
    if (length >= 126) head.writeUInt16BE(length, 2);
    wire.write(Buffer.concat([head, payload]));
  }

  function frames(data: Buffer): Buffer {
    let at = 0;
    for (;;) {
      if (data.length < at + 2) break;
      const short = (data[at + 1] as number) & 0x7f;
      const head = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (data.length < at + head) break;
      const length =
        short < 126
          ? short
          : short === 126
            ? data.readUInt16BE(at + 2)
            : Number(data.readBigUInt64BE(at + 2));
      if (data.length < at + head + length) break;
      const payload = data.subarray(at + head, at + head + length);
      const opcode = (data[at] as number) & 0x0f;
      if (opcode === TEXT) o.take(payload);
      else if (opcode === PING) send(PONG, payload);
      at += head + length;
    }
    return data.subarray(at);
  }

  wire.on('data', (chunk: Buffer) => {
    let data = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    if (!upgraded) {
      const end = data.indexOf('\r\n\r\n');
      if (end < 0) {
        rest = data;
        return;
      }
      upgraded = true;
      data = data.subarray(end + 4);
      o.opened();
    }
    rest = frames(data);
  });
  wire.on('error', o.closed).on('close', o.closed);
  return { send: (message: object) => send(TEXT, Buffer.from(JSON.stringify(message))) };
}
