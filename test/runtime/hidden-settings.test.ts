import { createConfigValue, Password } from '../../src/config/config-def';
import { Secrets } from '../../src/config/secrets';
import { ConfigInfos } from '../../src/runtime/config-infos';
import { HiddenSettings } from '../../src/runtime/hidden-settings';

const RAW = { 'db.password': 'hunter2', file: '${env:FILE}', port: '${env:PORT}', topics: 'orders' };
const PROPS = { ...RAW, file: '/srv/data', port: '12x' };

function hide(...values: readonly [name: string, value: string | Password, ...errors: string[]][]) {
  const infos = new ConfigInfos();
  for (const [name, value, ...errors] of values) infos.add([{ ...createConfigValue(name), value, errors }]);
  new HiddenSettings(new Secrets(), RAW, PROPS).hideIn(infos);
  return infos.values();
}

describe('HiddenSettings', () => {
  it('put placeholders back in the place of what was looked up', () => {
    const [file, topics] = hide(['file', '/srv/data'], ['topics', 'orders']);
    expect([file?.value, topics?.value]).toEqual(['${env:FILE}', 'orders']);
  });

  it('mask passwords in errors of any setting, by name and by type', () => {
    const [one, pin] = hide(['topics', 'orders', 'hunter2 and 4711-pin'], ['pin', new Password('4711-pin')]);
    expect(one?.errors).toEqual(['[hidden] and [hidden]']);
    expect(pin?.value).toBeInstanceOf(Password);
  });

  it('mask a short answer in the errors of its own setting', () => {
    const [port, topics] = hide(['port', '12x', 'Invalid value 12x for port: 112x'], ['topics', 'orders', '12x']);
    expect(port?.errors).toEqual(['Invalid value [hidden] for port: 112x']);
    expect(topics?.errors).toEqual(['12x']);
  });

  it('mask what a plugin throws', () => {
    const error = new HiddenSettings(new Secrets(), RAW, PROPS).hideInError(new Error('no hunter2'));
    expect(error.message).toBe('no [hidden]');
  });
});
