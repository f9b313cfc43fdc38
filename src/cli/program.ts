/** Owns the command line: options, help, and what becomes of an error that nobody handled. */
import { Command, CommanderError, Option } from 'commander';
import { Secrets } from '../config/secrets';
import { asError } from '../errors';
import { parseDuration } from './duration';
import { EXIT_CODE_MEANINGS, EXIT_CODES, exitCodeOf } from './exit-code';
import { failureLine, oneLine } from './log-output';
import { VERSION } from '../version';
import type { RunOptions } from './run';
import { corruptOffsetsOption, envFileOption, setOption } from './shared-options';
import type { SubCommandHost } from './sub-command-host';
import { subCommands } from './sub-commands';

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
  let isQuiet: RunOptions['quiet'];
  const run = async (...[worker, connectors, options]: Parameters<RunAction>) => {
    format = options.logFormat;
    isQuiet = options.quiet;
    const { run: carryOut } = await import('./run.js');
    code = await carryOut(worker, connectors, { ...options, secrets });
  };
  const program = createProgram(run, { secrets, onEnd: (ended) => (code = ended) });
  try {
    await program.parseAsync([...argv]);
    return code;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT_CODES.DONE : EXIT_CODES.USAGE;
    const message = secrets.redact(asError(thrown).message);
    process.stderr.write(failureLine(isQuiet === true ? oneLine(message) : message, format));
    return exitCodeOf(thrown);
  }
}

/** What the default command does. */
export type RunAction = (worker: string, connectors: string[], options: Omit<RunOptions, 'secrets'>) => Promise<void>;

/** The commander program; `run` carries out the default command, `host` hears of the sub-commands. */
export function createProgram(run: RunAction, host: SubCommandHost): Command {
  const program = new Command('connect-standalone').exitOverride();
  // Before their options are read: a sub-command has options of its own, some by the same names.
  program.enablePositionalOptions();
  for (const command of subCommands(host)) {
    program.addCommand(command.copyInheritedSettings(program));
    for (const action of command.commands) action.copyInheritedSettings(command);
  }
  return program
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
    .addOption(envFileOption())
    .addOption(setOption())
    .addOption(corruptOffsetsOption())
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
    .addOption(reportOption())
    .addOption(textfileOption())
    .option('--no-progress', 'show no live view on a terminal')
    .option('--no-rest', 'take no requests over HTTP; with --once they are taken only where listeners is set')
    .option(
      '-q, --quiet',
      'write only warnings and errors; with --once nothing when all is done, and one line that says why when it is not',
    )
    .addOption(
      new Option('--log-level <level>', 'the least level of lines that are written (default: info)').choices(LEVELS),
    )
    .addOption(logFormat())
    .addHelpText('after', exitCodeHelp())
    .action(run);
}

function reportOption(): Option {
  return new Option('--report <file>', 'write a report of the run as JSON when it has ended, also when it has failed');
}

function textfileOption(): Option {
  const what = "write metrics of the run for node_exporter's textfile collector when it has ended";
  return new Option('--textfile <file>', what);
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
