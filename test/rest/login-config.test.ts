import { parseLoginConfig } from '../../src/rest/login-config';

const resolve = (name: string) => (name === 'user.home' ? '/home/me' : undefined);
const parse = (text: string) => parseLoginConfig(text, 'KafkaConnect', resolve);

describe('parseLoginConfig', () => {
  it('finds the entry among others', () => {
    const modules = parse(`
      // of the clients
      KafkaClient { a.B required; };
      KafkaConnect {
        org.example.Module REQUIRED file="\${user.home}/users" debug=true;
        org.example.Other optional;
      };`);
    expect(modules).toEqual([
      {
        name: 'org.example.Module',
        flag: 'required',
        options: new Map([
          ['file', '/home/me/users'],
          ['debug', 'true'],
        ]),
      },
      { name: 'org.example.Other', flag: 'optional', options: new Map() },
    ]);
  });

  it.each([
    ['', 'it has no entry KafkaConnect'],
    ['A { b.C required; };', 'it has no entry KafkaConnect (it has A)'],
    ['KafkaConnect { };', 'has no login module'],
    ['KafkaConnect { a.B; };', 'one of required, requisite, sufficient, optional is expected behind "a.B"'],
    ['KafkaConnect { a.B maybe; };', 'must be followed by one of'],
    ['KafkaConnect { a.B required file; };', '= is expected behind "file"'],
    ['KafkaConnect { a.B required file="x" }', 'a semicolon is expected behind "x"'],
    ['KafkaConnect { a.B required file="x";', 'the class of a login module is expected behind ";", where it ends'],
    ['KafkaConnect { a.B required file="x"; }', '; is expected behind "}", where it ends'],
    ['KafkaConnect { a.B required file="x; };', 'quotation mark'],
    ['KafkaConnect { a.B required file="${x}"; };', '${x} stands for nothing here'],
    ['{', 'the name of an entry is expected at its beginning'],
  ])('refuses %s', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });
});
