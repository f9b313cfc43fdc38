/** Owns which plugins a command sees: what is shipped, what `plugin.path` of a worker has, and what the files at hand name. */
import { dirname, resolve } from 'node:path';
import type { Secrets } from '../../config/secrets';
import { createLogger } from '../../logger';
import type { Plugins } from '../../runtime/plugins';
import { loadEnvironment } from '../environment';
import { Findings } from '../findings';
import { findingLine } from '../findings-text';
import { readPipeline } from '../pipeline-input';
import { applySettings } from '../set-options';
import { checkSettings } from '../settings-check';

/** What the command line says. */
export interface CatalogueRequest {
  /** A worker file or a bundle; undefined: none, so what `set` says. */
  readonly worker: string | undefined;
  readonly connectors: readonly string[];
  readonly set?: readonly string[] | undefined;
  readonly envFile?: string | undefined;
  readonly secrets: Secrets;
}

/** Plugins, and where references are looked for. */
export interface PluginCatalogue {
  readonly plugins: Plugins;
  /** The folders of the files, each once. */
  readonly folders: readonly string[];
  /** What the files name and is not there: a sentence each. */
  readonly missing: readonly string[];
}

/** Reads the files and loads what they name. Rejects as `readPipeline`. What `plugin.path` has and cannot be used is logged. */
export async function openCatalogue({
  worker,
  connectors,
  set = [],
  envFile,
  secrets,
}: CatalogueRequest): Promise<PluginCatalogue> {
  const log = createLogger({ level: 'warn', format: 'pretty', redact: (text) => secrets.redact(text) });
  await loadEnvironment(envFile, log);
  const read =
    worker === undefined
      ? applySettings(set, { worker: { path: '', props: {}, lines: new Map(), isUtf8: false }, connectors: [] })
      : await readPipeline({ worker, connectors, set });
  const findings = new Findings();
  const checked = await checkSettings(findings, read, { secrets, servesRest: false, log });
  const files = [...checked.connectors.map(({ file }) => file), ...(worker === undefined ? [] : [read.worker])];
  return {
    plugins: checked.worker.plugins,
    folders: [...new Set(files.map(({ path }) => dirname(resolve(path))))],
    missing: findings.all().flatMap((finding) => (finding.kind === 'unknown-plugin' ? [findingLine(finding)] : [])),
  };
}
