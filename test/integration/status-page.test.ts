/** The status page in a real browser. Pictures of it are left in .cache/status-page. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { startBrowser, type Browser, type BrowserOptions } from '../support/browser';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { freePort } from '../support/free-port';
import { fileSink, fileSource, removeFolder, startOurWorker, temporaryFolder, waitFor } from '../support/our-worker';
import { ROOT } from '../support/source-files';

jest.setTimeout(120_000);

const PICTURES = path.join(ROOT, '.cache', 'status-page');
const EVIL = '<img src=x onerror=document.title=1>';

describeWithKafka('The status page in Chromium', ({ bootstrap }) => {
  const folder = temporaryFolder();
  const browsers: Browser[] = [];
  let url = '';
  let foreign: Server | undefined;

  beforeEach(async () => {
    mkdirSync(PICTURES, { recursive: true });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const topic = uniqueName('page');
    writeFileSync(path.join(folder, 'in.txt'), 'one\ntwo\n');
    const worker = startOurWorker({
      bootstrap,
      folder,
      worker: { listeners: url },
      connectors: [
        fileSource('orders-source', path.join(folder, 'in.txt'), topic),
        fileSink('orders-archive', path.join(folder, 'out.txt'), topic),
        fileSink(EVIL, path.join(folder, 'no', EVIL, 'out.txt'), topic),
      ],
    });
    const isHealthy = async () => (await fetch(`${url}/health`).catch(() => undefined))?.status === 200;
    await waitFor('the worker is healthy', isHealthy, { worker });
    await waitFor('a task has failed', async () => (await taskStates(EVIL)).includes('FAILED'), { worker });
    await waitForState('orders-source', 'RUNNING');
    appendFileSync(path.join(folder, 'in.txt'), 'three\n');
  });

  afterEach(async () => {
    for (const browser of browsers.splice(0)) await browser.close();
    foreign?.close();
    foreign?.closeAllConnections();
  });
  afterAll(() => removeFolder(folder));

  async function taskStates(connector: string): Promise<string[]> {
    const response = await fetch(`${url}/connectors/${encodeURIComponent(connector)}/status`);
    const { connector: own, tasks } = (await response.json()) as {
      connector: { state: string };
      tasks: { state: string }[];
    };
    return [own.state, ...tasks.map(({ state }) => state)];
  }

  const waitForState = (connector: string, state: string) =>
    waitFor(`${connector} is ${state}`, async () => (await taskStates(connector)).every((each) => each === state));

  async function open(options: BrowserOptions = {}, target = url): Promise<Page> {
    const browser = await startBrowser(options);
    browsers.push(browser);
    const page = await browser.context.newPage();
    await page.goto(target);
    return page;
  }

  const picture = (page: Page, name: string) =>
    page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true });

  it('shows connectors, tasks and why one failed, and runs nothing that a name or a trace holds', async () => {
    const page = await open();
    const complaints: string[] = [];
    page.on('console', (message) => void complaints.push(message.text()));
    const text = await page.locator('main').innerText();
    expect(text).toContain('orders-source');
    expect(text).toContain(EVIL);
    expect(text).toMatch(/Task 0 failed: .*ENOENT/);
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.title()).toBe('1 failed · connect-standalone');
    // One line was appended after the start: a page that is looked at comes to show it.
    const archive = page.locator('section', { hasText: 'orders-archive' });
    await archive.locator('td[data-name="Records out"]', { hasText: /^3$/ }).waitFor();
    await archive.locator('td[data-name="Lag"]', { hasText: /^0$/ }).waitFor();
    await picture(page, 'wide-light');
    await page.locator('#freshness', { hasText: 'keeps itself up to date' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('pauses, resumes and restarts, with a script and without', async () => {
    for (const hasScripts of [true, false]) {
      const page = await open({ hasScripts });
      const card = page.locator('section', { hasText: 'orders-source' });
      await card.getByRole('button', { name: 'Pause orders-source' }).click();
      await waitForState('orders-source', 'PAUSED');
      if (hasScripts) await card.locator('td .state', { hasText: 'PAUSED' }).waitFor();
      else await page.goto(url);
      await card.getByRole('button', { name: 'Resume orders-source' }).click();
      await waitForState('orders-source', 'RUNNING');
      await card.getByRole('button', { name: 'Restart orders-source', exact: true }).click();
      await waitForState('orders-source', 'RUNNING');
      await card.getByRole('button', { name: 'Restart orders-source, task 0' }).click();
      await waitForState('orders-source', 'RUNNING');
      expect(new URL(page.url()).pathname).toBe('/');
    }
    // What made the task fail is gone: its button brings it back.
    mkdirSync(path.join(folder, 'no', EVIL), { recursive: true });
    const page = await open();
    await page.getByRole('button', { name: `Restart ${EVIL}, task 0` }).click();
    await waitForState(EVIL, 'RUNNING');
    removeFolder(path.join(folder, 'no'));
  });

  it('lets no foreign page press a button', async () => {
    const token = /name="token" value="([^"]+)"/.exec(await (await open()).content())?.[1] ?? '';
    const page = `<form method="post" action="${url}/status-page"><input name="connector" value="orders-source">
      <input name="action" value="pause"><input name="token" value="${token}"><button>go</button></form><script>
      const ask = (path, options) => fetch('${url}' + path, options).catch(() => undefined);
      addEventListener('click', () => Promise.all([
        ask('/connectors/orders-source/pause', { method: 'PUT' }),
        ask('/connectors/orders-source/restart', { method: 'POST', mode: 'no-cors' }),
      ]));</script>`;
    foreign = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(page));
    await new Promise<void>((resolve) => foreign?.listen(0, () => resolve()));
    const { port } = foreign.address() as AddressInfo;
    for (const host of ['localhost', '127.0.0.1']) {
      const attacker = await open({}, `http://${host}:${port}/`);
      await attacker.getByRole('button').click();
      await attacker.waitForURL(`${url}/status-page`);
      expect(await attacker.content()).toContain('refused');
    }
    expect(await taskStates('orders-source')).toEqual(['RUNNING', 'RUNNING']);
  });

  it('is readable on a phone, dark', async () => {
    const page = await open({ width: 390, colours: 'dark' });
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(overflow).toBe(0);
    await picture(page, 'phone-dark');
  });
});
