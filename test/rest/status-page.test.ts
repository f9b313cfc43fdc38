import { createHash } from 'node:crypto';
import { escaped, PAGE_HEADERS, statusPageHtml, type PageConnector } from '../../src/rest/status-page';
import { SCRIPT, STYLE } from '../../src/rest/status-page-assets';

const EVIL = `<img src=x onerror="alert('1')">&`;

function connector({ name = 'c', state = 'RUNNING', trace }: { name?: string; state?: string; trace?: string } = {}) {
  const part = { state, workerId: 'w:1', trace, version: '1' } as PageConnector['status']['connector'];
  const status = { name, connector: part, tasks: [{ id: 0, ...part }], type: 'sink' } as const;
  const figures = () => ({ recordsIn: 1234567, recordsOut: 12, ratePerSecond: 3.14159, lag: 42, errors: 0 });
  return { status, className: 'FileStreamSink', figures };
}

const html = (connectors: readonly PageConnector[], alert?: string) =>
  statusPageHtml({ version: '1', clusterId: 'k', connectors, token: 'T', ...(alert === undefined ? {} : { alert }) });

describe('The status page', () => {
  it('shows connectors, tasks and figures', () => {
    const page = html([connector()]);
    expect(page).toMatch(/1,234,567.*12.*3\.1.*42/s);
    expect(page).toContain('1 connector, 1 task');
    expect(page).toContain('RUNNING');
  });

  it('shows a dash for what is not known', () => {
    expect(html([{ ...connector(), figures: () => undefined }])).toContain('data-name="Lag">–<');
  });

  it('names failures in its title, with their traces', () => {
    const page = html([connector({ state: 'FAILED', trace: 'Error: broken\n    at here' })]);
    expect(page).toContain('<title>2 failed · connect-standalone</title>');
    expect(page).toContain('Task 0 failed: Error: broken');
    expect(page).toContain('Error: broken\n    at here</pre>');
  });

  it('escapes whatever comes from outside', () => {
    const page = html([{ ...connector({ name: EVIL, state: 'FAILED', trace: EVIL }), className: EVIL }], EVIL);
    expect(page).not.toContain('<img');
    expect(page).not.toContain('onerror="');
    expect(page).toContain(escaped(EVIL));
  });

  it('says what to do where there is nothing to see', () => {
    expect(html([])).toContain('No connectors yet');
  });

  it('has buttons that work without a script, and says what each is for', () => {
    const page = html([connector()]);
    for (const action of ['pause', 'resume', 'restart']) expect(page).toContain(`name="action" value="${action}"`);
    expect(page).toContain('aria-label="Restart c, task 0"');
    expect(page.match(/<form method="post" action="status-page"/g)).toHaveLength(2);
    expect(page).toContain('name="token" value="T"');
  });

  it('lets browsers run and load nothing but its own script and style', () => {
    const policy = PAGE_HEADERS['content-security-policy'] ?? '';
    const digest = (text: string) => createHash('sha256').update(text).digest('base64');
    expect(policy).toContain(`script-src 'sha256-${digest(SCRIPT)}'`);
    expect(policy).toContain(`style-src 'sha256-${digest(STYLE)}'`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const page = html([connector()]);
    expect(page).not.toMatch(/\son\w+=|\sstyle=|src=|javascript:/);
    expect(page).not.toMatch(/(?:href|url\()\s*=?\s*["'(]?https?:/);
  });
});
