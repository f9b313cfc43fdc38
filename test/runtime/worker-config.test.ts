import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configText } from '../../src/config/config-types';
import { STANDALONE_CONFIG } from '../../src/runtime/standalone-config';
import { WORKER_CONFIG } from '../../src/runtime/worker-config';

const genuine: unknown = JSON.parse(readFileSync(join(__dirname, '../testdata/worker-definitions.json'), 'utf8'));

/** What Kafka Connect does not have, or (the first) defines in the policy that reads it. */
const OURS = [
  'connector.client.config.override.allowlist',
  'java.security.auth.login.config',
  'rest.request.max.bytes',
  'rest.request.receive.timeout.ms',
];

describe('WORKER_CONFIG', () => {
  test('has, together with the standalone settings, the names, types, defaults and importances of Kafka Connect 4.2', () => {
    const definitions = [...STANDALONE_CONFIG.configKeys.values()]
      .filter(({ name }) => !OURS.includes(name))
      .map((key) => ({
        name: key.name,
        type: key.type,
        required: key.defaultValue === undefined,
        default_value: configText(key.defaultValue ?? null),
        importance: key.importance,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));

    expect(definitions).toEqual(genuine);
  });

  test('knows nothing of the offset file, which is a matter of the mode', () => {
    expect(WORKER_CONFIG.keys()).not.toContain('offset.storage.file.filename');
  });
});
