import { appliedText, hideSecret, variableText } from '../../src/cli/winning-values';

const SETTING = { connector: 's', key: 'a', value: '2', over: { place: 'c:1', value: '1' } };

test('appliedText says what a setting of the command line wins over', () => {
  expect(appliedText(SETTING)).toBe('--set wins (connector s): a=2, over c:1: 1');
  expect(appliedText({ ...SETTING, connector: null, over: undefined })).toBe(
    '--set wins (worker): a=2, which was not set',
  );
});

test('secrets are not shown', () => {
  const secret = { ...SETTING, key: 'my.password' };
  expect(appliedText(secret)).toBe('--set wins (connector s): my.password=[hidden], over c:1: [hidden]');
  expect(hideSecret(secret)).toMatchObject({ value: '[hidden]', over: { place: 'c:1', value: '[hidden]' } });
  expect(hideSecret(SETTING)).toBe(SETTING);
});

test('variableText says which value of a variable counts', () => {
  expect(variableText({ name: 'A', file: '.env', isHidden: false })).toBe('${env:A} is that of .env');
  expect(variableText({ name: 'A', file: '.env', isHidden: true })).toBe(
    '${env:A} is that of the environment, over .env',
  );
});
