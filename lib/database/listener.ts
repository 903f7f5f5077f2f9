import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { logger } from '../log.ts';

interface Subscription {
  channel: string;
  onPayload: (payload: string) => void;
  onReconnect: () => void;
}

const retryMs = 500;

/** One connection for every LISTEN of a process. It connects when first asked and comes back by itself. */
export class Listener implements AsyncDisposable {
  readonly #url: string;
  readonly #log = logger('postgres');
  readonly #subscriptions = new Set<Subscription>();
  #client: pg.Client | undefined;
  #connecting: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();
  readonly #closed = new AbortController();

  constructor(url: string) {
    this.#url = url;
  }

  /** Resolves when listening, or at once with a later `onReconnect` where PostgreSQL is away now. */
  async listen(channel: string, onPayload: (payload: string) => void, onReconnect: () => void) {
    const subscription = { channel, onPayload, onReconnect };
    this.#subscriptions.add(subscription);
    if (this.#client) {
      await this.#say(`listen ${pg.escapeIdentifier(channel)}`);
    } else {
      this.#connecting ??= this.#connect();
      await Promise.race([this.#connecting, delay(2 * retryMs, undefined, { ref: false })]);
    }
    return {
      [Symbol.asyncDispose]: async () => {
        this.#subscriptions.delete(subscription);
        const others = [...this.#subscriptions].some((other) => other.channel === channel);
        if (!others) await this.#say(`unlisten ${pg.escapeIdentifier(channel)}`);
      },
    };
  }

  /** One statement at a time, as the connection takes them; where it is lost, the next one listens to all channels anew. */
  #say(statement: string): Promise<void> {
    const said = this.#last.then(async () => {
      await this.#client?.query(statement).catch(() => undefined);
    });
    this.#last = said;
    return said;
  }

  async #connect(): Promise<void> {
    for (let attempt = 0; !this.#closed.signal.aborted; attempt++) {
      const client = new pg.Client({
        connectionString: this.#url,
        keepAlive: true,
        connectionTimeoutMillis: 5_000,
      });
      client.on('error', () => undefined);
      try {
        await client.connect();
        client.on('notification', ({ channel, payload = '' }) => this.#deliver(channel, payload));
        client.once('end', () => this.#lost(client));
        const listened = new Set<string>();
        // A Set shows its iterator what is added meanwhile: nobody who subscribes now is passed over.
        for (const { channel } of this.#subscriptions) {
          if (listened.has(channel)) continue;
          listened.add(channel);
          await client.query(`listen ${pg.escapeIdentifier(channel)}`);
        }
        this.#client = client;
        this.#connecting = undefined;
        // Also the first time: who subscribed may have gone on before the connection was there.
        for (const s of [...this.#subscriptions]) s.onReconnect();
        return;
      } catch (error) {
        void client.end().catch(() => undefined);
        if (attempt === 0)
          this.#log.warn({ err: (error as Error).message }, 'cannot listen for notifications; trying again');
        await delay(retryMs, undefined, { signal: this.#closed.signal }).catch(() => undefined);
      }
    }
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client || this.#closed.signal.aborted) return;
    this.#log.warn('the connection for notifications was lost; connecting again');
    this.#client = undefined;
    this.#connecting ??= this.#connect();
  }

  #deliver(channel: string, payload: string): void {
    for (const subscription of [...this.#subscriptions]) {
      if (subscription.channel === channel) subscription.onPayload(payload);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
    this.#subscriptions.clear();
    await this.#client?.end().catch(() => undefined);
    await this.#connecting;
  }
}
