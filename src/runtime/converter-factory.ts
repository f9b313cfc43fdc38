/** Owns which converters a task gets, and with which settings. */
import type { Converter, HeaderConverter } from '../api/converter';
import type { Props } from '../api/plugin';
import type { ConverterKey } from './connector-config';
import type { ConverterSet, NamedConverter } from './converter-set';
import type { Plugins } from './plugins';
import { withoutPrefix } from './prefixed-config';

const DEFAULT_HEADER_CONVERTER = 'org.apache.kafka.connect.storage.SimpleHeaderConverter';

/** Where the settings of a task's converters stand: placeholders resolved. */
export interface ConverterSources {
  readonly connector: Props;
  readonly worker: Props;
  /** Folders against which plugin files resolve. */
  readonly folders: readonly string[];
}

/**
 * Makes and configures the three converters. A connector that names a converter gets exactly its own settings under that
 * name; one that does not gets the worker's converter with the worker's settings.
 */
export async function createConverters(plugins: Plugins, sources: ConverterSources): Promise<ConverterSet> {
  return {
    key: await createConverter(plugins, sources, true),
    value: await createConverter(plugins, sources, false),
    header: await createHeaderConverter(plugins, sources),
  };
}

/** One of the three, by the setting that names it. Rejects as `createConverters` does. */
export async function createNamedConverter(
  plugins: Plugins,
  key: ConverterKey,
  sources: ConverterSources,
): Promise<NamedConverter<Converter | HeaderConverter>> {
  if (key === 'header.converter') return createHeaderConverter(plugins, sources);
  return createConverter(plugins, sources, key === 'key.converter');
}

async function createConverter(
  plugins: Plugins,
  sources: ConverterSources,
  isKey: boolean,
): Promise<NamedConverter<Converter>> {
  const { reference, props } = choose(sources, isKey ? 'key.converter' : 'value.converter');
  const descriptor = await plugins.load('converter', reference ?? '', sources.folders);
  const converter = descriptor.create();
  converter.configure({ ...props, 'converter.type': isKey ? 'key' : 'value' }, isKey);
  return { converter, className: descriptor.className, version: descriptor.version };
}

async function createHeaderConverter(
  plugins: Plugins,
  sources: ConverterSources,
): Promise<NamedConverter<HeaderConverter>> {
  const { reference, props } = choose(sources, 'header.converter');
  const descriptor = await plugins.load('header_converter', reference ?? DEFAULT_HEADER_CONVERTER, sources.folders);
  const converter = descriptor.create();
  converter.configure({ ...props, 'converter.type': 'header' }, false);
  return { converter, className: descriptor.className, version: descriptor.version };
}

function choose({ connector, worker }: ConverterSources, key: string): { reference: string | undefined; props: Props } {
  const source = isNamed(connector[key]) ? connector : worker;
  const reference = source[key];
  return { reference: isNamed(reference) ? reference.trim() : undefined, props: withoutPrefix(source, `${key}.`) };
}

function isNamed(reference: string | null | undefined): reference is string {
  return reference !== undefined && reference !== null && reference.trim() !== '';
}
