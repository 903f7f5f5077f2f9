import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, watchPage } from '../support/browser.ts';
import { graphqlClient } from '../support/client.ts';
import { startSmallSupergraph } from '../support/small-supergraph.ts';
import { bootStack } from '../support/stack.ts';
import { until } from '../support/until.ts';

const root = resolve(import.meta.dirname, '../..');
const graphiqlDir = join(
  resolve(root, process.env.KITEGRAPH_RUNTIME_DIR ?? '.kitegraph/runtime'),
  'graphiql',
);

/** What GraphiQL shows as the answer, as far as it is in view. */
async function answer(page: Page): Promise<string> {
  const lines = await page.locator('.graphiql-response .view-line').allTextContents();
  return lines.join('\n').replaceAll('\u00a0', ' ');
}

/** Waits until the answer matches. */
async function waitForAnswer(page: Page, pattern: RegExp): Promise<string> {
  let text = '';
  const matches = async () => {
    text = await answer(page);
    return pattern.test(text);
  };
  await until(`an answer like ${pattern}`, matches).catch((error) => {
    throw new Error(`GraphiQL shows ${text}`, { cause: error });
  });
  return text;
}

async function open(browser: Browser, url: string) {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const seen = watchPage(page, url);
  await page.goto(`${url}/graphql`);
  // The editors come after the page; a click before them would be lost.
  await page.locator('.graphiql-query-editor .view-line', { hasText: 'Welcome' }).waitFor();
  await page.locator('.graphiql-response .monaco-editor').waitFor();
  return { page, seen };
}

async function runTab(page: Page, name: string) {
  await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  await page
    .locator('.graphiql-query-editor .view-line', { hasText: new RegExp(`${name}\\b`) })
    .first()
    .waitFor();
  await page.getByRole('button', { name: /^Execute/ }).click();
}

describe('GraphiQL in a browser', () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser?.close());

  test('its tabs lead from an empty system to searching it, subscriptions run, and it asks no other host', async () => {
    await using stack = await bootStack('one');
    const { page, seen } = await open(browser, stack.url);
    assert.equal(await page.title(), 'Kitegraph');

    await runTab(page, 'Create');
    await waitForAnswer(page, /"name": "guide"/);
    await runTab(page, 'AddDocuments');
    await waitForAnswer(page, /"status": "COMPLETED"/);

    await runTab(page, 'WatchIndexing');
    const sequence = (text: string) => Number(/"sequence": (\d+)/.exec(text)?.[1]);
    const first = sequence(await waitForAnswer(page, /"status": "COMPLETED"/));
    const client = graphqlClient(stack.url);
    const add = (documentId: string) =>
      client.data(`mutation { addDocuments(input: { collection: "guide", waitFor: INDEXED,
        documents: [{ documentId: "${documentId}", content: "One more." }] }) { position } }`);
    await add('live-1');
    const second = sequence(
      await waitForAnswer(page, new RegExp(`"sequence": (?!${first}\\b)[\\s\\S]*COMPLETED`)),
    );
    await add('live-2');
    const third = sequence(
      await waitForAnswer(page, new RegExp(`"sequence": (?!${second}\\b)[\\s\\S]*COMPLETED`)),
    );
    assert.ok(first < second && second < third, `${first} ${second} ${third}`);
    await page.getByRole('button', { name: /^Stop/ }).click();

    await runTab(page, 'SearchChinese');
    assert.match(await waitForAnswer(page, /向量資料庫/), /<mark>/);
    await runTab(page, 'SearchFiltered');
    await waitForAnswer(page, /"documentId": "hnsw-en"/);
    await runTab(page, 'Browse');
    await waitForAnswer(page, /"documentCount": 5/);
    await runTab(page, 'AlertRule');
    await waitForAnswer(page, /"rule": \{/);
    await runTab(page, 'Health');
    await waitForAnswer(page, /"status": "UP"/);

    assert.deepEqual(seen, { elsewhere: [], errors: [] });
    await page.close();
  });

  test('its page loads without a key; the key that it is given opens queries and subscriptions, and can be forgotten', async () => {
    const apiKey = 'a-key-of-sixteen-characters';
    await using supergraph = await startSmallSupergraph({ apiKey, graphiqlDir });
    const { page, seen } = await open(browser, supergraph.gateway.url);
    // The panel is open, as a key is needed.
    await runTab(page, 'Health');
    await waitForAnswer(page, /UNAUTHENTICATED/);
    await page.getByLabel('Key or token').fill(apiKey);
    await page.getByRole('button', { name: 'Use it' }).click();
    await page.getByRole('button', { name: /^Execute/ }).click();
    await waitForAnswer(page, /"status": "UP"/);
    const sessions = await page.locator('.graphiql-sessions').boundingBox();
    assert.ok(sessions && sessions.x < 100, 'the panel has given its place back');
    await runTab(page, 'WatchIndexing');
    await waitForAnswer(page, /"sequence": 1/);
    supergraph.advance();
    await waitForAnswer(page, /"sequence": 2/);
    await page.getByRole('button', { name: /^Stop/ }).click();
    assert.deepEqual(seen.elsewhere, []);

    // It is there after a reload, the documentation has come with it, and it can be forgotten.
    await page.reload();
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByRole('link', { name: 'Query', exact: true }).click();
    await page
      .locator('.graphiql-plugin')
      .getByRole('link', { name: 'search', exact: true })
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Show History' }).click();
    await page.locator('.graphiql-history-item', { hasText: 'Health' }).first().waitFor();
    await page.getByRole('button', { name: 'Show API key' }).click();
    await page.getByRole('button', { name: 'Forget it' }).click();
    await runTab(page, 'Health');
    await waitForAnswer(page, /UNAUTHENTICATED/);
    await page.close();
  });

  test('on a phone in the dark, an operation is run with a thumb, and its answer is read below it', async () => {
    await using supergraph = await startSmallSupergraph({ graphiqlDir });
    const page = await browser.newPage({
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
      colorScheme: 'dark',
    });
    const seen = watchPage(page, supergraph.gateway.url);
    await page.goto(`${supergraph.gateway.url}/graphql`);
    await page.locator('.graphiql-query-editor .view-line', { hasText: 'Welcome' }).waitFor();
    await page.locator('.graphiql-response .monaco-editor').waitFor();
    await page.getByRole('tab', { name: /^Health/ }).tap();
    await page.locator('.graphiql-query-editor .view-line', { hasText: 'Health' }).first().waitFor();
    await page.getByRole('button', { name: /^Execute/ }).tap();
    await waitForAnswer(page, /"status": "UP"/);
    const answer = await page.locator('.graphiql-response').boundingBox();
    const editors = await page.locator('.graphiql-editors').boundingBox();
    assert.ok(answer && editors);
    assert.ok(answer.width > 380 && answer.height > 200, JSON.stringify(answer));
    assert.ok(answer.y >= editors.y + editors.height);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    const lightness = await page.evaluate(() => {
      const [red = 255] =
        getComputedStyle(document.querySelector('.graphiql-container') as Element)
          .backgroundColor.match(/\d+/g)
          ?.map(Number) ?? [];
      return red;
    });
    assert.ok(lightness < 80, String(lightness));
    assert.deepEqual(seen, { elsewhere: [], errors: [] });
    await page.close();
  });

  test('a bundle is made once and again only when its sources change', async () => {
    const { ensureGraphiql } = await import('../../setup/graphiql.ts');
    const dir = await mkdtemp(join(tmpdir(), 'graphiql-'));
    const steps: string[] = [];
    const progress = { step: (title: string) => steps.push(title), update() {}, done() {} };
    await ensureGraphiql({ dir: join(dir, 'bundle'), progress });
    await ensureGraphiql({ dir: join(dir, 'bundle'), progress });
    assert.deepEqual(steps, ['Bundling GraphiQL']);
    await rm(dir, { recursive: true });
  });
});
