/** Owns the report of a validation: for each setting its definition and its value, in the order of Kafka Connect. */
import { createConfigValue, type ConfigKey, type ConfigValue } from '../config/config-def';

/** One setting. `definition` is null where nobody defines it. */
export interface ConfigInfo {
  readonly definition: ConfigKey | null;
  readonly value: ConfigValue;
}

/** Settings by name; what several definitions say of one setting is put together. */
export class ConfigInfos {
  readonly #infos = new Map<string, ConfigInfo>();
  readonly #advice = new Map<string, string>();
  readonly #groups = new Set<string>();
  /** What is no error, but should be known: a sentence each. */
  readonly warnings: string[] = [];

  /** Adds values with their definitions. Of a setting that is there already only the errors are taken. */
  add(values: readonly ConfigValue[], definitionOf: (name: string) => ConfigKey | undefined = () => undefined): void {
    for (const value of values) {
      const known = this.#infos.get(value.name);
      if (known !== undefined) known.value.errors.push(...value.errors);
      else this.#infos.set(value.name, { definition: definitionOf(value.name) ?? null, value });
    }
  }

  /** Names groups that come before those that only single definitions name. */
  addGroups(groups: readonly string[]): void {
    for (const group of groups) this.#groups.add(group);
  }

  complain(key: string, message: string): void {
    this.add([{ ...createConfigValue(key), errors: [message] }]);
  }

  /** What more can be said where errors hold a certain text. Reports show the plain text, people at a terminal all of it. */
  advise(text: string, fullText: string): void {
    this.#advice.set(text, fullText);
  }

  /** An error with all that can be said about it. */
  inFull(error: string): string {
    return [...this.#advice].reduce((text, [plain, full]) => text.replace(plain, () => full), error);
  }

  all(): ConfigInfo[] {
    return [...this.#infos.values()];
  }

  values(): ConfigValue[] {
    return this.all().map(({ value }) => value);
  }

  errorCount(): number {
    return this.values().reduce((sum, { errors }) => sum + errors.length, 0);
  }

  /** All groups, each once. */
  groups(): string[] {
    const named = this.all().flatMap(({ definition }) => definition?.group ?? []);
    return [...new Set([...this.#groups, ...named])];
  }
}
