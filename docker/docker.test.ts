import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { DCLinter } from 'dclint';
import { parse } from 'yaml';
import { settingDefinitions } from '../lib/setting-definitions.ts';
import { readSettings } from '../lib/settings.ts';
import { silentProgress } from '../setup/progress.ts';
import { ensureVenv } from '../setup/python.ts';
import { closure } from './closure.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const services = ['gateway', 'query', 'index', 'ops', 'embedding'] as const;

interface Stage {
  from: string;
  steps: { instruction: string; rest: string }[];
}

/** The stages of the Dockerfile by name. */
function readStages(): Map<string, Stage> {
  const text = readFileSync(join(root, 'docker/Dockerfile'), 'utf8');
  const stages = new Map<string, Stage>();
  let steps: Stage['steps'] = [];
  for (const line of text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')) {
    const [, instruction = '', rest = ''] = /^(\w+)\s+(.+)$/.exec(line) ?? [];
    const [, from = '', name = ''] = instruction === 'FROM' ? (/^(\S+) AS (\S+)$/.exec(rest) ?? []) : [];
    if (name) {
      steps = [];
      stages.set(name, { from, steps });
    } else if (instruction) steps.push({ instruction, rest });
  }
  return stages;
}

const stages = readStages();
const all = (service: string, instruction: string) =>
  (stages.get(service)?.steps ?? [])
    .filter((step) => step.instruction === instruction)
    .map(({ rest }) => rest);

const scriptOf = (service: string) => (service === 'gateway' ? 'gateway' : `start:${service}`);
/** The program that a script of package.json runs: the one that the tests run, too. */
const programOf = (service: string) =>
  /^node setup\/run\.mjs (\S+)$/.exec(scripts[scriptOf(service)])?.[1] ?? '';

for (const service of services) {
  const program = programOf(service);

  test(`the image of ${service} starts the same program as npm run ${scriptOf(service)}, not as root, with a health check`, () => {
    assert.ok(existsSync(join(root, program)), program);
    assert.deepEqual(all(service, 'CMD'), [`["node", "${program}"]`]);
    const [user = ''] = all(service, 'USER');
    assert.match(user, /^[1-9]\d*:[1-9]\d*$/);
    const name = service === 'gateway' ? 'port' : (`${service}Port` as const);
    const port = settingDefinitions[name].fallback;
    assert.deepEqual(all(service, 'EXPOSE'), [port]);
    assert.match(all(service, 'HEALTHCHECK').join(), new RegExp(`http://127\\.0\\.0\\.1:${port}/health`));
  });

  test(`the image of ${service} has every file and package that it needs`, () => {
    const { files, packages } = closure(root, program);
    const copied = all(service, 'COPY')
      .filter((rest) => !rest.startsWith('--from'))
      .map((rest) => rest.split(' ')[0] ?? '');
    for (const path of copied) assert.ok(existsSync(join(root, path)), path);
    const missing = files.filter(
      (file) => !copied.some((path) => path.endsWith('/') && file.startsWith(path)),
    );
    assert.deepEqual(missing, []);
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    assert.deepEqual(
      packages.filter((name) => !(name in dependencies)),
      [],
    );
    assert.ok(all(`${service}-packages`, 'RUN').some((rest) => rest.includes(`packages.mjs ${program} `)));
  });
}

test('the Dockerfile has nothing that hadolint finds fault with', {
  skip: process.platform === 'win32',
}, async () => {
  const { runtimeDir } = readSettings({ KITEGRAPH_RUNTIME_DIR: process.env.KITEGRAPH_RUNTIME_DIR }, []);
  const venv = await ensureVenv({
    dir: join(runtimeDir, 'lint-venv'),
    requirements: join(root, 'docker/lint.txt'),
    progress: silentProgress,
    space: 100e6,
  });
  const { status, stdout, stderr } = spawnSync(venv.bin('hadolint'), [join(root, 'docker/Dockerfile')], {
    encoding: 'utf8',
  });
  assert.equal(`${stdout}${stderr}`, '');
  assert.equal(status, 0);
});

test('the compose file is one, and dclint finds no fault with it', () => {
  const order = [
    'service-keys-order',
    'services-alphabetical-order',
    'service-dependencies-alphabetical-order',
    'top-level-properties-order',
  ];
  const rules = Object.fromEntries(order.map((name) => [name, 0 as const]));
  const quotes = { 'require-quotes-in-ports': [1, { quoteType: 'double' }] };
  const linter = new DCLinter({
    rules: { ...rules, ...quotes } as never,
    quiet: true,
    debug: false,
    exclude: [],
  });
  const results: { messages: { line: number; message: string }[] }[] = linter.lintFiles(
    [join(root, 'docker/compose.yaml')],
    false,
  );
  assert.deepEqual(
    results.flatMap(({ messages }) => messages.map(({ line, message }) => `${line}: ${message}`)),
    [],
  );
});

test('the compose file builds every image and gives it settings that exist', () => {
  const compose = parse(readFileSync(join(root, 'docker/compose.yaml'), 'utf8'), { merge: true });
  const variables = Object.values(settingDefinitions).map(({ variable }) => variable as string);
  for (const service of services) {
    const { build, environment } = compose.services[service];
    assert.equal(build.target, service);
    assert.ok(existsSync(join(root, 'docker', build.context, build.dockerfile)));
    assert.deepEqual(
      Object.keys(environment).filter((name) => !variables.includes(name)),
      [],
    );
  }
  // The settings are accepted as they are, with the secrets filled in.
  const filled = Object.entries<string>(
    Object.assign({}, ...services.map((name) => compose.services[name].environment)),
  );
  const env = Object.fromEntries(
    filled.map(([name, value]) => [
      name,
      value
        .replace(/\$\{\w+:\?[^}]*\}/g, 'a-secret-of-this-test-and-no-other')
        .replace(/\$\{\w+:-([^}]*)\}/g, '$1'),
    ]),
  );
  const settings = readSettings({ ...env, KITEGRAPH_HOST: '0.0.0.0' }, []);
  assert.equal(
    settings.databaseUrl,
    'postgres://kitegraph:a-secret-of-this-test-and-no-other@postgres:5432/kitegraph',
  );
  assert.equal(settings.milvusAddress, 'milvus:19530');
});
