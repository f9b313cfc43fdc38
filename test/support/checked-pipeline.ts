/** Owns a pipeline in memory whose settings were checked, for tests of the checks that come after. */
import { Findings } from '../../src/cli/findings';
import { checkSettings } from '../../src/cli/settings-check';
import { Secrets } from '../../src/config/secrets';
import { connectorSettings, settingsFile } from './settings-files';
import { captureLog } from './silent-log';

const STRING = 'org.apache.kafka.connect.storage.StringConverter';

/** Lines of a good worker file. */
export const GOOD_WORKER: readonly string[] = [
  'bootstrap.servers=k:1',
  `key.converter=${STRING}`,
  `value.converter=${STRING}`,
  'offset.storage.file.filename=o',
];

/** Checks a worker, good unless lines say otherwise, and connectors of these lines. */
export async function checkedPipeline(connectors: readonly (readonly string[])[], worker: readonly string[] = []) {
  const findings = new Findings();
  const files = connectors.map((lines, index) => connectorSettings(`c${index}`, ...lines));
  const pipeline = { worker: settingsFile('w', ...GOOD_WORKER, ...worker), connectors: files };
  const options = { secrets: new Secrets(), servesRest: false, log: captureLog().log };
  const checked = await checkSettings(findings, pipeline, options);
  const shown = () => findings.all().map(({ file, line, key, kind }) => `${file}:${line ?? ''} ${key ?? ''} ${kind}`);
  return { findings, checked, shown };
}
