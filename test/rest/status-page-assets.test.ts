import { Script } from 'node:vm';
import { SCRIPT, STYLE } from '../../src/rest/status-page-assets';

describe('The assets of the status page', () => {
  it('end no element of the page that they stand in', () => {
    expect(SCRIPT).not.toMatch(/<\/script|<!--/i);
    expect(STYLE).not.toMatch(/<\/style/i);
  });

  it('are a script that can be read, and a style for dark, light and narrow screens', () => {
    expect(() => new Script(SCRIPT)).not.toThrow();
    expect(STYLE).toMatch(/prefers-color-scheme:dark.*max-width/s);
  });
});
