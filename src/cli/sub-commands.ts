/** Owns the sub-commands as the command line knows them: arguments, options, help. Each is loaded when it is called. */
import { Argument, Command } from 'commander';
import type { CheckOptions } from './check';
import type { InstallUnitOptions } from './install-unit';
import { offsetsCommand } from './offsets/offsets-command';
import type { PlanOptions } from './plan/plan';
import { pluginsCommand } from './plugins/plugins-command';
import { corruptOffsetsOption, envFileOption, jsonOption, setOption, workerArgument } from './shared-options';
import type { SubCommandHost } from './sub-command-host';

/** All sub-commands, in the order of the help. */
export function subCommands(host: SubCommandHost): Command[] {
  return [checkCommand(host), planCommand(host), offsetsCommand(host), pluginsCommand(host), installUnitCommand(host)];
}

function checkCommand({ secrets, onEnd }: SubCommandHost): Command {
  return new Command('check')
    .description('say everything that is wrong with a worker and its connectors, before they run; ends with 0 or 78')
    .addArgument(workerArgument())
    .addArgument(connectorsArgument())
    .addOption(setOption())
    .addOption(envFileOption())
    .addOption(corruptOffsetsOption())
    .option('--no-rest', 'do not look at listeners, as for a run with --no-rest')
    .option('--strict', 'settings that nothing reads are errors')
    .option('--offline', 'use no network: no brokers, no ports, no connectors started')
    .option(
      '--sample',
      'show a record before and after converters and transforms: the newest of each topic of a sink, the next of a source',
    )
    .addOption(jsonOption())
    .action(async (worker: string, connectors: string[], options: Omit<CheckOptions, 'secrets'>) => {
      const { check } = await import('./check.js');
      onEnd(await check(worker, connectors, { ...options, secrets }));
    });
}

function planCommand({ secrets, onEnd }: SubCommandHost): Command {
  return new Command('plan')
    .description('show what a run with --once would do: offsets, records, lag, files; nothing is moved or committed')
    .addArgument(workerArgument())
    .addArgument(connectorsArgument())
    .addOption(setOption())
    .addOption(envFileOption())
    .addOption(corruptOffsetsOption())
    .addOption(jsonOption())
    .action(async (worker: string, connectors: string[], options: Omit<PlanOptions, 'secrets'>) => {
      const { plan } = await import('./plan/plan.js');
      onEnd(await plan(worker, connectors, { ...options, secrets }));
    });
}

function installUnitCommand({ onEnd }: SubCommandHost): Command {
  return new Command('install-unit')
    .description('print systemd units that run a worker and its connectors: a service, or a job with a timer')
    .addArgument(workerArgument())
    .addArgument(connectorsArgument())
    .addOption(setOption())
    .addOption(envFileOption())
    .option('--name <name>', 'name of the units and of the state directory', 'connect-standalone')
    .option('--timer <calendar>', 'run with --once at these times (hourly, *:0/15, Mon 04:00), by a timer')
    .option('--user <user>', 'user of the service (default: systemd makes one while the service runs)')
    .option('--directory <folder>', 'write the units into this folder instead of printing them')
    .action(async (worker: string, connectors: string[], options: InstallUnitOptions) => {
      const { installUnit } = await import('./install-unit.js');
      onEnd(await installUnit(worker, connectors, options));
    });
}

function connectorsArgument(): Argument {
  return new Argument('[connector.properties...]', 'connectors: .properties or JSON; - for standard input');
}
