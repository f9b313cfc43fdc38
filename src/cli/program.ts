/** Owns the command line: options, help, and what becomes of an error that nobody handled. */
import { Command, CommanderError, Option } from 'commander';
import { Secrets } from '../config/secrets';
import { asError } from '../errors';
import { parseDuration } from './duration';
import { EXIT_CODE_MEANINGS, EXIT_CODES, exitCodeOf } from './exit-code';
import { failureLine } from './log-output';
import { VERSION } from '../version';
import type { RunOptions } from './run';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** Parses the command line, carries it out, and ends the process with a code that means something. */
export async function main(argv: readonly string[]): Promise<void> {
  process.exit(await runProgram(argv));
}

/** The exit code of a command line. Writes to standard output and standard error. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  let code: number = EXIT_CODES.DONE;
  const secrets = new Secrets();
  let format: RunOptions['logFormat'];
  const program = createProgram(async (worker, connectors, options) => {
    format = options.logFormat;
    const { run } = await import('./run.js');
    code = await run(worker, connectors, { ...options, secrets });
  });
  try {
    await program.parseAsync([...argv]);
    return code;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT_CODES.DONE : EXIT_CODES.USAGE;
    process.stderr.write(failureLine(secrets.redact(asError(thrown).message), format));
    return exitCodeOf(thrown);
  }
}

/** The commander program; `run` carries out the default command. */
export function createProgram(
  run: (worker: string, connectors: string[], options: Omit<RunOptions, 'secrets'>) => Promise<void>,
): Command {
  return new Command('connect-standalone')
    .description(
      "Kafka Connect's standalone mode: runs connectors from their .properties or JSON files in one process.",
    )
    .version(VERSION, '-V, --version')
    .argument(
      '<worker.properties>',
      'settings of the worker; a name that ends with .ini: worker and connectors in one file',
    )
    .argument(
      '[connector.properties...]',
      'connectors to start, in this order: .properties, or JSON as for POST /connectors; - for standard input',
    )
    .option(
      '--embedded-kafka',
      'start a small Kafka for first contact and tests, and use it; it keeps nothing when the process ends',
    )
    .option(
      '--env-file <file>',
      'read environment variables for ${env:NAME} from this file (default: .env where it exists)',
    )
    .addOption(setOption())
    .addOption(onCorruptOffsets())
    .option('--once', 'end when what is there now is delivered and committed, instead of waiting for more')
    .addOption(
      new Option('--timeout <duration>', 'end after this time (500ms, 30s, 5m, 1h), counted from the start').argParser(
        parseDuration,
      ),
    )
    .addOption(
      new Option('--idle-timeout <duration>', 'end when no record has moved for this time').argParser(parseDuration),
    )
    .addOption(
      new Option(
        '--on-failure <choice>',
        'when a connector or task fails: end, restart it up to 5 times (after 0.5, 1, 2, 4 and 8 s), or keep the others running (default: exit with --once, else keep)',
      ).choices(['exit', 'restart', 'keep']),
    )
    .option('--no-rest', 'take no requests over HTTP; with --once they are taken only where listeners is set')
    .addOption(
      new Option('--log-level <level>', 'the least level of lines that are written').choices(LEVELS).default('info'),
    )
    .addOption(logFormat())
    .addHelpText('after', exitCodeHelp())
    .exitOverride()
    .action(run);
}

function setOption(): Option {
  return new Option(
    '--set <setting>',
    'key=value for the worker, NAME.key=value for the connector NAME: wins over the files; may be repeated',
  ).argParser((text: string, before: readonly string[] | undefined) => [...(before ?? []), text]);
}

function onCorruptOffsets(): Option {
  return new Option(
    '--on-corrupt-offsets <choice>',
    'what to do with a damaged offset file: refuse it, go on with its .bak, or set it aside and start empty',
  )
    .choices(['fail', 'backup', 'empty'])
    .default('fail');
}

function logFormat(): Option {
  return new Option(
    '--log-format <format>',
    "how log lines look: JSON, text for people, or text as Apache's worker writes it (default: pretty on a terminal, else json)",
  ).choices(['json', 'pretty', 'java']);
}

function exitCodeHelp(): string {
  const lines = EXIT_CODE_MEANINGS.map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`);
  return ['', 'Exit codes:', ...lines].join('\n');
}
