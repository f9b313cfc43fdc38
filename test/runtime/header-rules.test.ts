import { parseHeaderRules } from '../../src/runtime/header-rules';

describe('parseHeaderRules', () => {
  test.each([
    ['', []],
    [' ', []],
    ['set x:y', [{ action: 'set', name: 'x', value: 'y' }]],
    [' SETDATE   a: 5 ,', [{ action: 'setDate', name: 'a', value: '5' }]],
    [
      '"add Cache-Control:no-cache, no-store", set b:c',
      [
        { action: 'add', name: 'Cache-Control', value: 'no-cache, no-store' },
        { action: 'set', name: 'b', value: 'c' },
      ],
    ],
  ])('reads %j', (setting, rules) => {
    expect(parseHeaderRules(setting)).toEqual(rules);
  });

  test.each([
    ['set', "Invalid format of header config 'set'. Expected: '[action] [header name]:[header value]'"],
    [' ,set a:b', "Invalid format of header config ''. Expected"],
    ['foo a:b', "Invalid header config action: 'foo'. Expected one of [set, add, setDate, addDate]"],
    ['set a', "Invalid format of header name and header value pair 'a'. Expected: '[header name]:[header value]'"],
    ['set a:', "Invalid format of header name and header value pair 'a:'."],
    ['set a:b:c', "Invalid format of header name and header value pair 'a:b:c'."],
    ['set :y', "Invalid header name ''. The '[header name]' cannot contain whitespace"],
    ['set a b:c', "Invalid header name 'a b'."],
  ])('refuses %j as Kafka Connect does', (setting, message) => {
    expect(() => parseHeaderRules(setting)).toThrow(message);
  });
});
