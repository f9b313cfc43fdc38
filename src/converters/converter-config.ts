/** Owns the setting that every converter has. */
import { ConfigDef } from '../config/config-def';
import { validString } from '../config/validators';

/** A definition with `converter.type`, which the runtime sets; a converter adds its own settings to it. */
export function converterConfig() {
  return new ConfigDef().define({
    name: 'converter.type',
    type: 'STRING',
    validator: validString('key', 'value', 'header'),
    importance: 'LOW',
    doc: 'What the converter is used for: key, value or header. Set by the worker.',
  });
}

/** The settings with `converter.type` filled in where the caller gave none. */
export function withConverterType(props: Readonly<Record<string, string | null>>, isKey: boolean) {
  return { 'converter.type': isKey ? 'key' : 'value', ...props };
}
