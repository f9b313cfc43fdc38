/** Owns the sub-command `install-unit`: systemd units for a worker and its connectors, printed or written to a folder. */
import { realpathSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { asError, UsageError } from '../errors';
import { EXIT_CODES } from './exit-code';
import { readPipeline } from './pipeline-input';
import { STANDARD_INPUT } from './properties-file';
import { unitFiles } from './unit-text';

/** Options of the sub-command. */
export interface InstallUnitOptions {
  readonly name: string;
  readonly set?: readonly string[];
  readonly envFile?: string;
  readonly user?: string;
  /** As `OnCalendar=` of systemd.time(7) takes it: a job with a timer in the place of a service. */
  readonly timer?: string;
  /** Where the units are written; they are printed where it is not given. */
  readonly directory?: string;
  /** The program and what it runs; this process's own, if not given. */
  readonly command?: readonly string[];
}

/** Where systemd looks for units of the machine. */
const UNITS = '/etc/systemd/system';
const NAME = /^[A-Za-z0-9:_.-]{1,200}$/;

/** Carries out the sub-command. Rejects with UsageError for what cannot become a unit, else with what keeps files from being read. */
export async function installUnit(
  worker: string,
  connectors: readonly string[],
  options: InstallUnitOptions,
): Promise<number> {
  const files = [worker, ...connectors];
  requireUsable(files, options);
  const pipeline = await readPipeline({ worker, connectors, set: options.set });
  const units = unitFiles({
    name: options.name,
    command: options.command ?? ownCommand(),
    args: argumentsOf(files, options),
    user: options.user,
    writablePaths: offsetFolders(pipeline.worker.props['offset.storage.file.filename']),
    calendar: options.timer,
  });
  const folder = options.directory ?? UNITS;
  for (const { fileName, text } of units) {
    const path = join(folder, fileName);
    if (options.directory === undefined) process.stdout.write(`# ${path}\n${text}${units.length > 1 ? '\n' : ''}`);
    else await write(path, text);
  }
  return EXIT_CODES.DONE;
}

function requireUsable(files: readonly string[], { name, user, timer }: InstallUnitOptions): void {
  if (!NAME.test(name)) throw new UsageError(`--name ${name}: a unit's name has letters, digits and : _ . - only`);
  if (files.includes(STANDARD_INPUT)) throw new UsageError('A unit has no standard input: name files');
  for (const [option, value] of Object.entries({ user, timer })) {
    if (value?.trim() === '' || /[\r\n]/.test(value ?? ''))
      throw new UsageError(`--${option} needs a value of one line`);
  }
}

/** A service begins in the root of the file system: all paths are absolute. */
function argumentsOf(files: readonly string[], { envFile, set = [] }: InstallUnitOptions): string[] {
  const environment = envFile === undefined ? [] : [`--env-file=${resolve(envFile)}`];
  return [...environment, ...set.map((setting) => `--set=${setting}`), ...files.map((file) => resolve(file))];
}

function ownCommand(): string[] {
  const [program = process.execPath, script = ''] = process.argv;
  return [program, realpathSync(script)];
}

/** Only the state directory may be written to where systemd makes the user. */
function offsetFolders(path: string | null | undefined): string[] {
  return path === undefined || path === null || !isAbsolute(path.trim()) ? [] : [dirname(path.trim())];
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (thrown) {
    throw new UsageError(`${path} cannot be written: ${asError(thrown).message}`, { cause: thrown });
  }
  process.stdout.write(`${path}\n`);
}
