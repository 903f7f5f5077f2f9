import KeyvRedis, { createClient } from '@keyv/redis';
import { PartUnavailable } from '../errors.ts';
import { checkPart, type PartHealth } from '../health.ts';
import { logger } from '../log.ts';

/** What one answer of Redis may cost a search, in milliseconds. */
const ANSWER_WITHIN_MS = 150;
/** How long Redis is left alone after it did not answer in time, in milliseconds. */
const REST_MS = 5_000;

type Client = ReturnType<typeof createClient>;

/** The connection to Redis that all shared caches of a process use. */
export interface RedisConnection extends AsyncDisposable {
  /** A Keyv store on this connection; one for each Keyv, which sets its namespace. */
  store(): KeyvRedis<string>;
  /** Runs `command` if Redis is there; undefined at once where it is not, or when it does not answer in time. */
  attempt<T>(command: (client: Client) => Promise<T>): Promise<T | undefined>;
  /** Bytes that Redis uses, for all that is in it; undefined where it is away. */
  bytes(): Promise<number | undefined>;
  health(): Promise<PartHealth>;
}

/**
 * The one owner of Redis. It connects in the background and again whenever the connection is lost; nothing ever waits
 * for that: without the offline queue a command fails at once while Redis is away, and one that hangs is given up.
 */
export function redisConnection(o: { url: string }): RedisConnection {
  const log = logger('redis');
  const client: Client = createClient({
    url: o.url,
    disableOfflineQueue: true,
    commandsQueueMaxLength: 10_000,
    socket: { connectTimeout: 1_000, reconnectStrategy: (attempts) => Math.min(100 * 2 ** attempts, 1_000) },
  });
  let said = '';
  const say = (state: string) => {
    if (state !== said) log.warn({ state }, 'Redis: the shared cache level changed its state');
    said = state;
  };
  // Without a listener the first lost connection would end the process.
  client.on('error', (error: Error) => say(`away: ${error.message}`));
  client.on('ready', () => said && say('there'));
  client.connect().catch((error: Error) => say(`away: ${error.message}`));

  let restUntil = 0;
  async function attempt<T>(command: (client: Client) => Promise<T>): Promise<T | undefined> {
    if (!client.isReady || performance.now() < restUntil) return undefined;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, ANSWER_WITHIN_MS, 'late');
    });
    try {
      const answer = await Promise.race([command(client), late]);
      if (answer !== 'late') return answer as T;
      restUntil = performance.now() + REST_MS;
      say(`no answer within ${ANSWER_WITHIN_MS} ms`);
    } catch (error) {
      say(`away: ${(error as Error).message}`);
    } finally {
      clearTimeout(timer);
    }
    return undefined;
  }

  return {
    store() {
      const store = new KeyvRedis<string>(client as never, {
        throwOnConnectError: false,
        throwOnErrors: true,
      });
      store.on('error', () => undefined); // told to the listener above and to whoever sent the command
      return store;
    },
    attempt,
    async bytes() {
      const info = await attempt((there) => there.info('memory'));
      const [, used] = /^used_memory:(\d+)/m.exec(info ?? '') ?? [];
      return used === undefined ? undefined : Number(used);
    },
    health: () =>
      checkPart('redis', async () => {
        if (!client.isReady) throw new PartUnavailable('Redis', said || 'not connected yet');
        if ((await attempt(() => client.ping())) === undefined) {
          throw new PartUnavailable(
            'Redis',
            'it does not answer; searches use the memory of each process alone',
          );
        }
        return 'shared cache level';
      }),
    async [Symbol.asyncDispose]() {
      if (client.isOpen) client.destroy();
    },
  };
}
