import { jsonKind, readBase64 } from '../../src/converters/parsed-json';
import { JsonNumber } from '../../src/data/json-reader';
import { DataError } from '../../src/errors';

describe('readBase64', () => {
  it.each([
    ['', ''],
    ['aGk=', 'hi'],
    ['aG k=\n', 'hi'],
  ])('reads %j', (text, content) => {
    expect(readBase64(text).toString()).toBe(content);
  });

  it.each(['***', 'aGk', 'aGk==', 'aG-_', '=aGk'])('refuses %j', (text) => {
    expect(() => readBase64(text)).toThrow(new DataError('Invalid bytes field'));
  });
});

describe('jsonKind', () => {
  it.each([
    [undefined, 'MISSING'],
    [null, 'NULL'],
    [true, 'BOOLEAN'],
    ['a', 'STRING'],
    [1, 'NUMBER'],
    [new JsonNumber('1'), 'NUMBER'],
    [[], 'ARRAY'],
    [{}, 'OBJECT'],
    [new Map(), 'OBJECT'],
  ])('calls %p %s', (json, kind) => {
    expect(jsonKind(json)).toBe(kind);
  });
});
