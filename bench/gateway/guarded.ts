import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { kitegraph, type StartGateway } from './programs.ts';

const issuer = 'https://login.example';
const audience = 'kitegraph';

export interface Guarded extends AsyncDisposable {
  /** Whatever can be switched off is. */
  bare: StartGateway;
  /** Tokens are read, operations limited, reckoned and counted, and one trace in a hundred is sent. */
  guarded: StartGateway;
}

/** The gateway with what guards it off and on; with an issuer of tokens and a receiver of traces, both in this process. */
export async function guardedGateways(folder: string): Promise<Guarded> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const key = { ...(await exportJWK(publicKey)), kid: 'bench', alg: 'ES256' };
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      const keys = request.url === '/jwks';
      response.setHeader('content-type', keys ? 'application/json' : 'application/x-protobuf');
      response.end(keys ? JSON.stringify({ keys: [key] }) : '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const token = await new SignJWT({ scope: 'search' })
    .setProtectedHeader({ alg: 'ES256', kid: 'bench' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject('bench')
    .setExpirationTime('12h')
    .sign(privateKey);
  const files = { off: join(folder, 'off.yaml'), on: join(folder, 'on.yaml') };
  await writeFile(files.off, 'rates: off\nqueue: off\ncost: off\n');
  await writeFile(
    files.on,
    `access: { jwt: { jwks: "${origin}/jwks", issuer: "${issuer}", audience: ${audience} } }
rates:
  - { name: minute, per: [key], most: 100000000, every: 1m }
  - { name: cost, per: [key], count: cost, most: 1000000000, every: 1h }
queue: { running: 1000, waiting: 2000, longest: 10s }
cost: { most: 100000, listSize: 10 }
`,
  );
  return {
    bare: kitegraph({ KITEGRAPH_GATEWAY_CONFIG: files.off, OTEL_SDK_DISABLED: 'true' }),
    guarded: kitegraph(
      {
        KITEGRAPH_GATEWAY_CONFIG: files.on,
        OTEL_EXPORTER_OTLP_ENDPOINT: origin,
        OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
        OTEL_TRACES_SAMPLER_ARG: '0.01',
      },
      { authorization: `Bearer ${token}` },
    ),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
