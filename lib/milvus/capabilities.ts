import type { Connection } from './connection.ts';
import { type Capabilities, probe } from './probe.ts';

/**
 * The server's capabilities: probed at the first call, and again when the server was lost in between and came back as
 * another version.
 */
export function capabilitiesOf(connection: Connection): () => Promise<Capabilities> {
  let known: { losses: number; capabilities: Capabilities } | undefined;
  let finding: Promise<Capabilities> | undefined;

  async function find(): Promise<Capabilities> {
    const { losses } = connection;
    const { version } = await connection.call('getVersion', 'read', (client) => client.getVersion());
    const same = known?.capabilities.version === version;
    const capabilities = same && known ? known.capabilities : await probe(connection, version);
    known = { losses, capabilities };
    return capabilities;
  }

  return async () => {
    if (known?.losses === connection.losses) return known.capabilities;
    finding ??= find().finally(() => {
      finding = undefined;
    });
    return finding;
  };
}
