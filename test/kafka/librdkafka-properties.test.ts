import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { translateClientProperties as translate } from '../../src/kafka/client-config';

describe('librdkafka properties', () => {
  it('knows exactly the names of the librdkafka that is installed', () => {
    const folder = join(__dirname, '../../node_modules/node-rdkafka/deps/librdkafka');
    const names = readFileSync(join(folder, 'CONFIGURATION.md'), 'utf8')
      .split('\n')
      .filter((line) => /^[a-z][\w.]+ +\|/.test(line) && !line.includes('see dedicated API'))
      .map((line) => line.slice(0, line.indexOf(' ')));
    expect(names.length).toBeGreaterThan(150);
    const unknown = names.filter((name) => {
      const lines = (['consumer', 'producer'] as const).map((kind) => {
        try {
          return translate(kind, { [name]: '1' })
            .notices.map(({ message }) => message)
            .join();
        } catch {
          return '';
        }
      });
      return lines.every((line) => line.includes('no Kafka client knows it'));
    });
    expect(unknown).toEqual([]);
  });
});
