/** Owns the options and arguments that several commands have. */
import { Argument, Option } from 'commander';

/** `--set`, which may be repeated. */
export function setOption(): Option {
  return new Option(
    '--set <setting>',
    'key=value for the worker, NAME.key=value for the connector NAME: wins over the files; may be repeated',
  ).argParser((text: string, before: readonly string[] | undefined) => [...(before ?? []), text]);
}

/** `--env-file`. */
export function envFileOption(): Option {
  return new Option(
    '--env-file <file>',
    'read environment variables for ${env:NAME} from this file (default: .env where it exists)',
  );
}

/** `--on-corrupt-offsets`. */
export function corruptOffsetsOption(): Option {
  return new Option(
    '--on-corrupt-offsets <choice>',
    'what to do with a damaged offset file: refuse it, go on with its .bak, or set it aside and start empty',
  )
    .choices(['fail', 'backup', 'empty'])
    .default('fail');
}

/** The first argument of every command that needs a worker. */
export function workerArgument(): Argument {
  return new Argument('<worker.properties>', 'settings of the worker, or a bundle whose name ends with .ini');
}

/** `--json`. */
export function jsonOption(): Option {
  return new Option('--json', 'print JSON, for machines');
}
