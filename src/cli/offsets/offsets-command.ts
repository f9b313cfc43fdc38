/** Owns `offsets` as the command line knows it: its actions with their arguments and options. Each is loaded when it is called. */
import { Argument, Command, Option } from 'commander';
import { envFileOption, jsonOption, setOption, workerArgument } from '../shared-options';
import type { SubCommandHost } from '../sub-command-host';
import type { OffsetsOptions } from './offsets-call';
import type { ChangeOptions } from './offsets-changing';

type Given<T extends OffsetsOptions> = Omit<T, 'secrets' | 'clients' | 'conversation'>;

/** The command with all its actions. */
export function offsetsCommand(host: SubCommandHost): Command {
  const command = new Command('offsets').description(
    'see and change where connectors go on: sources in the offset file or topic, sinks in their consumer groups',
  );
  const actions = [listCommand, setCommand, resetCommand, exportCommand, importCommand, diffCommand];
  for (const action of actions) command.addCommand(action(host));
  return command;
}

function listCommand({ secrets, onEnd }: SubCommandHost): Command {
  return new Command('list')
    .description('show the offsets of connectors; of sinks also end and lag')
    .addArgument(workerArgument())
    .addArgument(targetsArgument('all sources with offsets'))
    .addOption(setOption())
    .addOption(envFileOption())
    .addOption(jsonOption())
    .action(async (worker: string, connectors: string[], options: Given<OffsetsOptions>) => {
      const { listOffsets } = await import('./offsets-reading.js');
      onEnd(await listOffsets(worker, connectors, { ...options, secrets }));
    });
}

type SetOptions = Given<ChangeOptions> & { readonly partition: readonly string[]; readonly offset: readonly string[] };

function setCommand({ secrets, onEnd }: SubCommandHost): Command {
  return withChangeOptions(
    new Command('set')
      .description('set offsets of one connector')
      .addArgument(workerArgument())
      .addArgument(new Argument('[connector]', 'its name or file; left out: the only one of an .ini'))
      .addOption(
        repeated(
          '--partition <partition>',
          'JSON as list shows it; of a sink also TOPIC:PARTITION, or TOPIC for all; may be repeated',
        ),
      )
      .addOption(
        repeated(
          '--offset <offset>',
          'JSON as list shows it, or null to remove it; of a sink also a number, or latest; one for all partitions, or one for each',
        ),
      ),
  ).action(async (worker: string, connector: string | undefined, options: SetOptions) => {
    const { setOffsets } = await import('./offsets-changing.js');
    onEnd(await setOffsets(worker, connector, { ...options, secrets }));
  });
}

function resetCommand({ secrets, onEnd }: SubCommandHost): Command {
  return withChangeOptions(
    new Command('reset')
      .description('remove all offsets of connectors: they begin anew')
      .addArgument(workerArgument())
      .addArgument(targetsArgument('all of an .ini')),
  ).action(async (worker: string, connectors: string[], options: Given<ChangeOptions>) => {
    const { resetOffsets } = await import('./offsets-changing.js');
    onEnd(await resetOffsets(worker, connectors, { ...options, secrets }));
  });
}

function exportCommand({ secrets, onEnd }: SubCommandHost): Command {
  return new Command('export')
    .description('write the offsets of connectors as JSON')
    .addArgument(workerArgument())
    .addArgument(targetsArgument('all sources with offsets'))
    .option('-o, --output <file>', 'where to (default: standard output)')
    .addOption(setOption())
    .addOption(envFileOption())
    .action(async (worker: string, connectors: string[], options: Given<OffsetsOptions> & { output?: string }) => {
      const { exportOffsets } = await import('./offsets-reading.js');
      onEnd(await exportOffsets(worker, connectors, { ...options, secrets }));
    });
}

function importCommand({ secrets, onEnd }: SubCommandHost): Command {
  return withChangeOptions(
    new Command('import')
      .description('set the offsets that an export has, all or, where anything in it is wrong, none')
      .addArgument(workerArgument())
      .addArgument(new Argument('<export.json>', 'the export; - for standard input'))
      .addArgument(targetsArgument('all of the export'))
      .option('--replace', 'also remove offsets of these connectors that the export does not have'),
  ).action(async (...args: [string, string, string[], Given<ChangeOptions> & { replace?: boolean }]) => {
    const [worker, file, connectors, options] = args;
    const { importOffsets } = await import('./offsets-changing.js');
    onEnd(await importOffsets({ worker, file, connectors }, { ...options, secrets }));
  });
}

function diffCommand({ secrets, onEnd }: SubCommandHost): Command {
  return new Command('diff')
    .description('show what differs between two exports, or between an export and what is there')
    .addArgument(new Argument('<before>', 'an export, - for standard input; or a worker file: what is there'))
    .addArgument(new Argument('<after>', 'the same; one of the two must be an export'))
    .addArgument(targetsArgument('all of the export'))
    .option('--exit-code', 'end with 1 where something differs')
    .addOption(setOption())
    .addOption(envFileOption())
    .addOption(jsonOption())
    .action(async (...args: [string, string, string[], Given<OffsetsOptions> & { exitCode?: boolean }]) => {
      const [before, after, connectors, options] = args;
      const { diffOffsets } = await import('./offsets-reading.js');
      onEnd(await diffOffsets({ before, after, connectors }, { ...options, secrets }));
    });
}

function withChangeOptions(command: Command): Command {
  return command
    .option('--yes', 'do not ask')
    .option('--dry-run', 'show what would change, and change nothing')
    .addOption(setOption())
    .addOption(envFileOption())
    .addOption(jsonOption());
}

function targetsArgument(otherwise: string): Argument {
  return new Argument('[connector...]', `names or files of connectors (default: ${otherwise})`);
}

function repeated(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    text,
  ]);
}
