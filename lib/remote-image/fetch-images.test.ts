import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { imageFetcher } from './fetch-images.ts';
import { parseImageHosts } from './hosts.ts';
import { isPublic } from './public-address.ts';
import type { Resolve } from './public-connector.ts';

async function serving(answer: RequestListener) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What became of one address: its bytes as text, or why there are none. */
async function outcome(hosts: string, address: string, resolve?: Resolve): Promise<string> {
  const fetched = await imageFetcher(parseImageHosts(hosts), resolve && { resolve })([address]);
  const one = fetched.get(address);
  return one instanceof Error ? one.message : String(one);
}

const image: RequestListener = (_request, response) =>
  response.writeHead(200, { 'content-type': 'image/png' }).end('pixels');

test('an address of this machine, its network, a cloud, a tunnel or a group is not public, in whatever form', () => {
  const inside = `127.0.0.1 127.255.1.2 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1
    100.100.100.200 192.0.0.192 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 168.63.129.16
    :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 2002:7f00:1::
    2001::1 fe80::1 fe80::1%eth0 fec0::1 fc00::1 fd00:ec2::254 ff02::1 100::1 2001:db8::1 3fff::1 5f00::1 4000::1 nonsense`;
  for (const address of inside.split(/\s+/)) assert.equal(isPublic(address), false, address);
  for (const address of ['93.184.216.34', '1.1.1.1', '2606:4700::1111', '::ffff:1.1.1.1'])
    assert.equal(isPublic(address), true, address);
});

test('nothing is fetched from where the settings do not say, and no connection is made', async () => {
  await using server = await serving(image);
  const [, port] = server.host.split(':');
  assert.match(await outcome('', `http://${server.host}/a`), /of a host that nothing is fetched from/);
  assert.match(await outcome('public', `http://${server.host}/a`), /port that is not the usual one/);
  for (const host of [
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '[::1]',
    '[::ffff:7f00:1]',
    'localhost',
    '169.254.169.254',
  ])
    assert.match(await outcome('public', `http://${host}/a`), /not a public one/, host);
  assert.match(await outcome(server.host, 'ftp://127.0.0.1/a'), /no address of http/);
  assert.match(await outcome(server.host, `http://me:secret@${server.host}/a`), /user name or a password/);
  assert.match(await outcome(server.host, 'nonsense'), /no address/);
  assert.match(
    await outcome(`127.0.0.1:${Number(port) - 1}`, `http://${server.host}/a`),
    /nothing is fetched from/,
  );
  assert.deepEqual(server.seen, []);
});

test('a name that stands for an inner address is refused, also where it stands for a public one too', async () => {
  const answering =
    (addresses: string[]): Resolve =>
    (_host, _options, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
  const of = (addresses: string[]) => outcome('public', 'http://pictures.example/a', answering(addresses));
  assert.match(await of(['10.0.0.7']), /not a public one/);
  assert.match(await of(['93.184.216.34', '127.0.0.1']), /not a public one/);
  assert.match(await of(['::ffff:127.0.0.1']), /not a public one/);
});

test('a named host is fetched from, and its redirects are looked at as addresses of their own', async () => {
  const redirects: Record<string, string> = {
    '/once': '/picture',
    '/away': 'http://169.254.169.254/latest/meta-data',
    '/file': 'file:///etc/passwd',
    '/round': '/round',
  };
  await using server = await serving((request, response) => {
    const to = redirects[request.url ?? ''];
    if (to) response.writeHead(302, { location: to }).end();
    else image(request, response);
  });
  const of = (path: string, hosts = server.host) => outcome(hosts, `http://${server.host}${path}`);
  assert.equal(await of('/picture'), 'pixels');
  assert.equal(await of('/once'), 'pixels');
  assert.match(await of('/away'), /nothing is fetched from/);
  assert.match(await of('/away', `public, ${server.host}`), /not a public one/);
  assert.match(await of('/file'), /no address of http/);
  assert.match(await of('/round'), /redirects more than 3 times/);
});

test('what is no image, too large or not there is refused', async () => {
  await using server = await serving((request, response) => {
    if (request.url === '/page') response.writeHead(200, { 'content-type': 'text/html' }).end('<p>');
    else if (request.url === '/none') response.writeHead(404).end();
    else {
      response.writeHead(200, { 'content-type': 'image/png' });
      const chunk = Buffer.alloc(1024 * 1024);
      const send = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', send);
      send();
    }
  });
  const of = (path: string) => outcome(server.host, `http://${server.host}${path}`);
  assert.match(await of('/page'), /something else than a PNG/);
  assert.match(await of('/none'), /status 404/);
  assert.match(await of('/endless'), /more bytes than are allowed/);
});
