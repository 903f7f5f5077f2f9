/** Many subscribers in a process of their own. It reads of an event no more than when it was made. */
import { thinSocket } from './thin-socket.ts';

export interface Load {
  url: string;
  /** Subscribers of one operation, and of different ones. */
  same: number;
  different: number;
  /** Subscribers on one WebSocket. */
  ofASocket: number;
}

export interface Delays {
  events: number;
  /** Milliseconds from the making of an event to its arrival. */
  p50: number;
  p99: number;
  most: number;
}

const AT_ONCE = 100;
const MADE = Buffer.from('"createdAt":"');
const QUERY = `subscription ($id: ID!) { indexJobProgress(id: $id) {
  sequence job { processed createdAt collection { name searchStatistics { totalQueries } } } } }`;

let delays: number[] = [];
let arrived = 0;

function take(data: Buffer) {
  const at = data.indexOf(MADE);
  if (at < 0) return;
  const made = data.toString('latin1', at + MADE.length, at + MADE.length + 24);
  delays.push(Date.now() - Date.parse(made));
  arrived += 1;
}

/** Resolves when each subscriber of the socket has its first event. */
function open(url: string, ids: readonly string[]): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let acknowledged = false;
  let waiting = ids.length;
  const socket = thinSocket(url, {
    opened: () => socket.send({ type: 'connection_init' }),
    take(message) {
      if (acknowledged) {
        take(message);
        if (waiting > 0 && --waiting === 0) resolve();
        return;
      }
      acknowledged = true;
      for (const [at, id] of ids.entries())
        socket.send({ id: String(at), type: 'subscribe', payload: { query: QUERY, variables: { id } } });
    },
    closed: () => reject(new Error('a socket was closed')),
  });
  return promise;
}

async function start({ url, same, different, ofASocket }: Load): Promise<void> {
  const ids = [
    ...Array<string>(same).fill('shared'),
    ...Array.from({ length: different }, (_, at) => `own-${at}`),
  ];
  const sockets: string[][] = [];
  for (let at = 0; at < ids.length; at += ofASocket) sockets.push(ids.slice(at, at + ofASocket));
  for (let at = 0; at < sockets.length; at += AT_ONCE)
    await Promise.all(sockets.slice(at, at + AT_ONCE).map((one) => open(url, one)));
}

function measured(): Delays {
  delays.sort((a, b) => a - b);
  const part = (share: number) => delays[Math.min(delays.length - 1, Math.floor(share * delays.length))] ?? 0;
  const result = { events: arrived, p50: part(0.5), p99: part(0.99), most: delays.at(-1) ?? 0 };
  delays = [];
  arrived = 0;
  return result;
}

process.on('message', (message: Load | 'measure') => {
  if (message === 'measure') return void process.send?.(measured());
  start(message).then(
    () => process.send?.('ready'),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.once('disconnect', () => process.exit(0));
process.send?.('started');
