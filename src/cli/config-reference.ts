/** Owns the reference of all settings, printed from their definitions: `docs/configuration.md` and `docs/plugins.md`. */
import type { ConfigDef } from '../config/config-def';
import { BUILTIN_PLUGINS, loadBuiltin, type BuiltinPlugin } from '../runtime/builtin-plugins';
import { connectorConfigDef } from '../runtime/connector-config';
import { TRANSFORM_CONDITION } from '../runtime/enrichable-plugin';
import { sinkConnectorConfigDef } from '../runtime/sink-connector-config';
import { DEFAULT_GROUP_CONFIG, groupConfigDef, sourceConnectorConfigDef } from '../runtime/source-connector-config';
import { OFFSET_STORAGE_CONFIG } from '../runtime/offset-storage-config';
import { STANDALONE_CONFIG } from '../runtime/standalone-config';

/** A chapter of the reference. */
export interface ReferenceSection {
  readonly title: string;
  readonly intro: string;
  readonly definition: ConfigDef;
}

const HOW_TO_READ = `Printed from the definitions in the code. A setting that is required has no default. Values are trimmed; lists are
comma-separated; \`null\` stands for "not set".`;

/** The reference of what does not hang on single plugins. */
export function coreSections(): ReferenceSection[] {
  return [
    {
      title: 'Worker',
      intro: 'In the worker file. Kafka clients take further settings under `producer.`, `consumer.` and `admin.`.',
      definition: STANDALONE_CONFIG,
    },
    {
      title: 'Worker that keeps source offsets in a topic',
      intro:
        'In the worker file. With `offset.storage.topic` no disk is needed, and `exactly.once.source.support=enabled` becomes possible.',
      definition: OFFSET_STORAGE_CONFIG,
    },
    { title: 'Every connector', intro: 'In the file of a connector.', definition: connectorConfigDef() },
    {
      title: 'Every sink',
      intro: 'Beside those of every connector. Client settings go under `consumer.override.`.',
      definition: difference(sinkConnectorConfigDef()),
    },
    {
      title: 'Every source',
      intro: 'Beside those of every connector. Client settings go under `producer.override.`.',
      definition: difference(sourceConnectorConfigDef()),
    },
    {
      title: 'Topics that a source creates: `topic.creation.default.`',
      intro: 'Required as soon as any key begins with `topic.creation.`. Other keys here are settings of the topic.',
      definition: DEFAULT_GROUP_CONFIG,
    },
    {
      title: 'Topics that a source creates: `topic.creation.<group>.`',
      intro:
        'Numbers that are not given are those of `default` (shown as -1). Other keys here are settings of the topic.',
      definition: groupConfigDef({ partitions: -1, 'replication.factor': -1 }),
    },
    {
      title: 'Every transform: `transforms.<alias>.`',
      intro: 'Beside `type`, the class, and the settings of the transform itself.',
      definition: TRANSFORM_CONDITION,
    },
  ];
}

/** What a kind of connector adds to the settings of every connector. */
function difference(def: ConfigDef): ConfigDef {
  const rest = def.copy();
  for (const key of connectorConfigDef().keys()) rest.without(key);
  return rest;
}

/** The reference of the plugins that are shipped and have settings; variants for key and value are told once. */
export function pluginSections(plugins: readonly BuiltinPlugin[] = BUILTIN_PLUGINS): ReferenceSection[] {
  const sections = new Map<string, ReferenceSection>();
  for (const plugin of plugins) {
    const definition = definitionOf(plugin);
    if (definition === undefined || definition.keys().length === 0) continue;
    const title = `\`${plugin.className.replace(/\$(?:Key|Value)$/, '')}\``;
    const intro = plugin.className.includes('$') ? 'In two variants, `$Key` and `$Value`.' : '';
    sections.set(title, { title, intro, definition });
  }
  return [...sections.values()];
}

function definitionOf(plugin: BuiltinPlugin): ConfigDef | undefined {
  const instance = new (loadBuiltin(plugin))() as { config?(): ConfigDef };
  return instance.config?.();
}

/** The page of settings that do not belong to connectors, converters and transforms. */
export function configurationPage(): string {
  const providers = pluginSections(BUILTIN_PLUGINS.filter(({ kinds }) => kinds.includes('configprovider')));
  const named = providers.map((section) => ({ ...section, intro: 'Under `config.providers.<name>.param.`.' }));
  return printPage('Settings', [...coreSections(), ...named]);
}

/** The page of the settings of everything else that is shipped. */
export function pluginsPage(): string {
  const plugins = BUILTIN_PLUGINS.filter(({ kinds }) => !kinds.includes('configprovider'));
  return printPage('Settings of the plugins that are shipped', pluginSections(plugins));
}

/** A page of reference as Markdown. */
export function printPage(title: string, sections: readonly ReferenceSection[]): string {
  const printed = sections.map((section) => {
    const paragraphs = [`## ${section.title}`, section.intro, section.definition.toMarkdown().trimEnd()];
    return paragraphs.filter((paragraph) => paragraph !== '').join('\n\n');
  });
  return `${[`# ${title}`, HOW_TO_READ, ...printed].join('\n\n')}\n`;
}
