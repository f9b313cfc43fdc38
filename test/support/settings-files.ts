/** Owns settings files in memory for tests, with their lines. */
import type { NamelessConnectorFile } from '../../src/cli/connector-file';
import { parsePropertiesFile, type SettingsFile } from '../../src/cli/properties-file';

/** The file that these lines would be, unless it is read. */
export function settingsFile(path: string, ...lines: string[]): SettingsFile {
  return parsePropertiesFile(path, Buffer.from(lines.join('\n')));
}

/** The same for a connector. */
export function connectorSettings(path: string, ...lines: string[]): NamelessConnectorFile {
  const file = settingsFile(path, ...lines);
  return { ...file, name: file.props['name'] ?? undefined, initialState: 'STARTED' };
}
