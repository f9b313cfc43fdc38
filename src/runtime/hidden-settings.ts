/** Owns what of a report on settings may not be told: passwords, and what config providers gave. */
import type { Props } from '../api/plugin';
import { Password } from '../config/config-def';
import { hasPlaceholder } from '../config/config-transformer';
import { HIDDEN, type ConfigData } from '../config/config-types';
import { redactError, secretTexts, withoutAddressPassword, type Secrets } from '../config/secrets';
import type { RawConfig } from '../storage/config-backing-store';
import type { ConfigInfos } from './config-infos';

/** The settings under validation, as written and with placeholders resolved. Secret in this report only, until they are used. */
export class HiddenSettings {
  readonly #secrets: Secrets;
  readonly #raw: RawConfig;
  readonly #props: Props;

  constructor(secrets: Secrets, raw: RawConfig, props: Props) {
    this.#secrets = secrets;
    this.#raw = raw;
    this.#props = props;
  }

  /** Puts placeholders back where they stood in the settings, and masks secrets in errors. */
  hideIn(infos: ConfigInfos): void {
    const typed = infos.values().flatMap(({ value }) => (value instanceof Password ? [value.value] : []));
    const texts = [...secretTexts(this.#props), ...typed];
    for (const info of infos.values()) {
      const redact = (text: string) => this.#secrets.redact(this.#withoutAnswer(info.name, text), texts);
      info.errors.splice(0, info.errors.length, ...info.errors.map(redact));
      info.recommendedValues = info.recommendedValues.map((each) => (typeof each === 'string' ? redact(each) : each));
      info.value = this.#shown(info.name, info.value);
    }
  }

  /** What a plugin threw while it looked at the settings. */
  hideInError(error: Error): Error {
    return redactError(error, (text) => this.#secrets.redact(text, secretTexts(this.#props)));
  }

  #shown(name: string, value: ConfigData): ConfigData {
    const written = this.#placeholder(name);
    if (value === null || value instanceof Password) return value;
    return written ?? (typeof value === 'string' ? withoutAddressPassword(value) : value);
  }

  /** A looked-up value that is too short to be masked everywhere is masked in what is said of its own setting. */
  #withoutAnswer(name: string, error: string): string {
    const answer = this.#props[name]?.trim() ?? '';
    if (answer === '' || this.#placeholder(name) === undefined) return error;
    return error
      .split(answer)
      .reduce((text, part) => text + (/\w$/.test(text) || /^\w/.test(part) ? answer : HIDDEN) + part);
  }

  /** The setting as written, where it was changed by a provider. */
  #placeholder(name: string): string | undefined {
    const written = Object.hasOwn(this.#raw, name) ? this.#raw[name] : undefined;
    const isResolved = typeof written === 'string' && hasPlaceholder(written) && this.#props[name] !== written;
    return isResolved ? written : undefined;
  }
}
