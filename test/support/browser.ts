/** Owns a real Chromium for tests, without a window, with a profile that is thrown away. */
import { chromium, type BrowserContext } from 'playwright-core';
import { removeFolder, temporaryFolder } from './our-worker';

const PROGRAM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** No traffic of its own, and no need of what a container lacks. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Browser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

export interface BrowserOptions {
  readonly hasScripts?: boolean;
  readonly width?: number;
  readonly colours?: 'dark' | 'light';
}

/** Starts it; `close` it after the test. */
export async function startBrowser({ hasScripts, width, colours }: BrowserOptions = {}): Promise<Browser> {
  const folder = temporaryFolder('chromium-');
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: PROGRAM,
    headless: true,
    args: ARGUMENTS,
    javaScriptEnabled: hasScripts ?? true,
    colorScheme: colours ?? 'light',
    viewport: { width: width ?? 1100, height: 900 },
  });
  return {
    context,
    close: async () => {
      await context.close();
      removeFolder(folder);
    },
  };
}
