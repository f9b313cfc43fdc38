/** Owns `plugins` as the command line knows it: its actions with their arguments and options. Each is loaded when it is called. */
import { Argument, Command, Option } from 'commander';
import { envFileOption, jsonOption, setOption } from '../shared-options';
import type { SubCommandHost } from '../sub-command-host';
import type { PluginsOptions } from './plugins-listing';

type Given = Omit<PluginsOptions, 'secrets' | 'conversation'>;

/** What `--type` takes. */
const TYPES = [
  ...['connector', 'source', 'sink', 'transformation', 'predicate', 'converter', 'header_converter'],
  ...['configprovider', 'rest_extension'],
];

/** The command with all its actions. */
export function pluginsCommand(host: SubCommandHost): Command {
  return new Command('plugins')
    .description('see which connectors, converters, transforms and other plugins there are, and their settings')
    .addCommand(listCommand(host), { isDefault: true })
    .addCommand(describeCommand(host));
}

function listCommand({ secrets, onEnd }: SubCommandHost): Command {
  return withFiles(
    new Command('list').description('show all plugins: type, class, short name, version, where from'),
  ).action(async (worker: string | undefined, connectors: string[], options: Given) => {
    const { listPlugins } = await import('./plugins-listing.js');
    onEnd(await listPlugins(worker, connectors, { ...options, secrets }));
  });
}

function describeCommand({ secrets, onEnd }: SubCommandHost): Command {
  const command = new Command('describe')
    .description('show what settings a plugin has, with an example')
    .addArgument(new Argument('<plugin>', 'a class, a short name, a file (./my-source.ts#MySource) or an npm package'));
  return withFiles(command)
    .option('--all', 'describe also the settings that all plugins of its kind have')
    .action(async (...args: [string, string | undefined, string[], Given & { all?: boolean }]) => {
      const [reference, worker, connectors, options] = args;
      const { describeByName } = await import('./plugin-description.js');
      onEnd(await describeByName({ reference, worker, connectors }, { ...options, secrets }));
    });
}

function withFiles(command: Command): Command {
  return command
    .addArgument(
      new Argument('[worker.properties]', 'a worker, for its plugin.path, or a bundle whose name ends with .ini'),
    )
    .addArgument(new Argument('[connector.properties...]', 'connectors, for the plugins that they name'))
    .addOption(new Option('--type <type>', 'only plugins of this type').choices(TYPES))
    .addOption(setOption())
    .addOption(envFileOption())
    .addOption(jsonOption());
}
