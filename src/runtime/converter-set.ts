/** Owns the three converters of a task, with the names under which reports mention them. */
import type { Converter, HeaderConverter } from '../api/converter';

/** A converter and its class, named as Java names it where we ship it. */
export interface NamedConverter<C> {
  readonly converter: C;
  readonly className: string;
  readonly version?: string | undefined;
}

/** What a task converts with. */
export interface ConverterSet {
  readonly key: NamedConverter<Converter>;
  readonly value: NamedConverter<Converter>;
  readonly header: NamedConverter<HeaderConverter>;
}

/** Closes all three. */
export async function closeConverters(converters: ConverterSet): Promise<void> {
  await converters.key.converter.close?.();
  await converters.value.converter.close?.();
  await converters.header.converter.close?.();
}
