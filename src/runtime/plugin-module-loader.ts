/** Owns how the code of an outside plugin is read: TypeScript or JavaScript, of either module system, through jiti. */
import { Module } from 'node:module';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { createJiti } from 'jiti';
import { PACKAGE_NAME } from '../version';

/** What a module exports. */
export type ModuleExports = Readonly<Record<string, unknown>>;

type Jiti = ReturnType<typeof createJiti>;

let started: Promise<Jiti> | undefined;
const imported = new Map<string, Promise<ModuleExports>>();

/**
 * What a file exports. Whoever imports `connect-standalone` in it, or in what it imports, gets the running copy. The same
 * file is run once, unless it failed. Rejects with whatever reading or running it threw.
 */
export function importPluginModule(file: string): Promise<ModuleExports> {
  let exports = imported.get(file);
  if (exports === undefined) {
    exports = readModule(file);
    imported.set(file, exports);
    exports.catch(() => imported.delete(file));
  }
  return exports;
}

async function readModule(file: string): Promise<ModuleExports> {
  const jiti = await jitiOfProcess();
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- jiti.import tries Node's import first, which may find another copy of us
    return jiti(file) as ModuleExports;
  } catch (thrown) {
    if (!isTopLevelAwait(thrown)) throw thrown;
    return jiti.import<ModuleExports>(file);
  }
}

/**
 * The file behind an npm name as a module in `folder` would import it, or behind the path of a file or folder.
 * `undefined`: there is none.
 */
export async function resolvePluginModule(specifier: string, folder: string): Promise<string | undefined> {
  const jiti = await jitiOfProcess();
  const parentURL = pathToFileURL(join(folder, 'plugin.js')).href;
  const resolved =
    jiti.esmResolve(specifier, { parentURL, conditions: ['node', 'require'], try: true }) ??
    jiti.esmResolve(specifier, { parentURL, conditions: ['node', 'import'], try: true });
  return resolved?.startsWith('file:') ? fileURLToPath(resolved) : undefined;
}

function jitiOfProcess(): Promise<Jiti> {
  started ??= startJiti();
  return started;
}

async function startJiti(): Promise<Jiti> {
  const { createJiti } = await import('jiti');
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the whole public API, read only when there is an outside plugin
  const runningCopy: unknown = require('../index');
  shareRunningCopy();
  return createJiti(__filename, {
    virtualModules: { [PACKAGE_NAME]: runningCopy },
    fsCache: cacheFolder(),
  });
}

/** Where translated TypeScript is kept: in the user's own folder, since it is run, and anybody may write to /tmp. */
function cacheFolder(): string {
  const configured = process.env['XDG_CACHE_HOME'] ?? '';
  return join(isAbsolute(configured) ? configured : join(homedir(), '.cache'), PACKAGE_NAME);
}

interface ModuleInternals {
  _resolveFilename(request: string, ...rest: unknown[]): string;
}

/** CommonJS files that jiti leaves to Node get the running copy too, even where another one is installed beside them. */
function shareRunningCopy(): void {
  const internals = Module as unknown as ModuleInternals;
  const original = internals._resolveFilename.bind(Module);
  const running = require.resolve('../index');
  internals._resolveFilename = (request, ...rest) => (request === PACKAGE_NAME ? running : original(request, ...rest));
}

function isTopLevelAwait(thrown: unknown): boolean {
  return (thrown as Partial<Error> | null)?.name === 'SyntaxError' && /\bawait\b/.test((thrown as Error).message);
}
