/** Owns what a command line names: the worker, the connectors, and the settings that win over their files. */
import { asError, UsageError } from '../errors';
import { readNamelessConnectorFile, type NamelessConnectorFile } from './connector-file';
import { isPipelineFile, readPipelineFile } from './pipeline-file';
import { readPropertiesFile, STANDARD_INPUT, type SettingsFile } from './properties-file';
import { applySettings, type SetPipeline } from './set-options';

/** What is named on the command line. */
export interface PipelineRequest {
  /** A worker file, or an INI file that holds the connectors as well. */
  readonly worker: string;
  /** Files, or `-` for standard input. */
  readonly connectors: readonly string[];
  /** The values of `--set`. */
  readonly set?: readonly string[] | undefined;
}

/** Told of a file that cannot be read. */
export type OnUnreadable = (error: Error, path: string, part: 'worker' | 'connector') => void;

/**
 * Reads all files. Rejects with ConfigError or ConnectorStartError for the first that cannot be read, unless `onUnreadable`
 * is given: then it is told of each, and the file counts as empty or is left out. Rejects with UsageError for the rest.
 */
export async function readPipeline(request: PipelineRequest, onUnreadable: OnUnreadable = fail): Promise<SetPipeline> {
  const named = [request.worker, ...request.connectors].filter((path) => path === STANDARD_INPUT);
  if (named.length > 1) throw new UsageError('- stands for standard input, which can be read only once');
  const bundle = await readOrTell(request.worker, 'worker', { read: readWorker, onUnreadable });
  const files: NamelessConnectorFile[] = [...(bundle?.connectors ?? [])];
  for (const path of request.connectors) {
    const file = await readOrTell(path, 'connector', { read: readNamelessConnectorFile, onUnreadable });
    if (file !== undefined) files.push(file);
  }
  const worker = bundle?.worker ?? emptyFile(request.worker);
  return applySettings(request.set ?? [], { worker, connectors: files });
}

interface Bundle {
  readonly worker: SettingsFile;
  readonly connectors: readonly NamelessConnectorFile[];
}

async function readWorker(path: string): Promise<Bundle> {
  return isPipelineFile(path) ? readPipelineFile(path) : { worker: await readPropertiesFile(path), connectors: [] };
}

async function readOrTell<T>(
  path: string,
  part: 'worker' | 'connector',
  { read, onUnreadable }: { read: (path: string) => Promise<T>; onUnreadable: OnUnreadable },
): Promise<T | undefined> {
  try {
    return await read(path);
  } catch (thrown) {
    onUnreadable(asError(thrown), path, part);
    return undefined;
  }
}

function fail(error: Error): never {
  throw error;
}

function emptyFile(path: string): SettingsFile {
  return { path, props: {}, lines: new Map(), isUtf8: false };
}
