/** Owns the HTML of the status page: a picture of the worker for people, in one document that needs nothing else. */
import { createHash } from 'node:crypto';
import type { ConnectorStateInfo, StateInfo } from '../runtime/herder';
import { SCRIPT, STYLE } from './status-page-assets';

/** How the records of a task fare; what is undefined is not known. */
export interface TaskFigures {
  /** Polled by a source, read by a sink. */
  readonly recordsIn: number;
  /** Acknowledged by Kafka, or taken by `put`. */
  readonly recordsOut: number;
  readonly ratePerSecond: number;
  /** Records left to read. */
  readonly lag: number | undefined;
  /** Records that failed for good. */
  readonly errors: number;
}

/** A connector as the page shows it. */
export interface PageConnector {
  readonly status: ConnectorStateInfo;
  readonly className: string;
  readonly figures: (task: number) => TaskFigures | undefined;
}

/** All that the page shows. */
export interface StatusPage {
  readonly version: string;
  readonly clusterId: string | null;
  readonly connectors: readonly PageConnector[];
  /** What every form sends along, so that only this page can have made it. */
  readonly token: string;
  /** What went wrong with the button that was pressed. */
  readonly alert?: string;
}

/** The headers of the page: nothing from elsewhere is loaded, run, framed or sent to. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src '${digestOf(STYLE)}'`,
    `script-src '${digestOf(SCRIPT)}'`,
    "connect-src 'self'",
    'img-src data:',
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  // With `no-referrer` browsers would hide the origin of the forms.
  'referrer-policy': 'same-origin',
  vary: 'Accept',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const LOOKS: Readonly<Record<string, string>> = { RUNNING: 'good', FAILED: 'bad', PAUSED: 'wait', RESTARTING: 'wait' };
const ACTIONS = ['pause', 'resume', 'restart'] as const;

/** The document. Whatever comes from outside is escaped. */
export function statusPageHtml(page: StatusPage): string {
  const states = page.connectors.flatMap(({ status }) => [status.connector, ...status.tasks]);
  const failed = states.filter(({ state }) => state === 'FAILED').length;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${failed > 0 ? `${failed} failed · ` : ''}connect-standalone</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>connect-standalone</h1>
<p class="soft">Version ${escaped(page.version)} · Kafka cluster ${escaped(page.clusterId ?? 'without an id')}</p>
</header>
<main>
${page.alert === undefined ? '' : `<p class="alert" role="alert">${escaped(page.alert)}</p>`}
${countsHtml(page.connectors)}
${page.connectors.length === 0 ? emptyHtml() : page.connectors.map((each) => connectorHtml(each, page.token)).join('\n')}
</main>
<footer>
<p id="freshness">Reload the page to bring it up to date.</p>
<p>For machines: <a href="connectors?expand=status&amp;expand=info">connectors</a> · <a href="health/ready">health</a> · <a href="metrics">metrics</a> · <a href="openapi.json">OpenAPI</a></p>
</footer>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

/** The text with what HTML would take for its own replaced. */
export function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

function countsHtml(connectors: readonly PageConnector[]): string {
  const tasks = connectors.flatMap(({ status }) => status.tasks);
  const states = new Map<string, number>();
  for (const { state } of tasks) states.set(state, (states.get(state) ?? 0) + 1);
  const parts = [...states].map(([state, count]) => stateHtml(state, `${count} ${state}`));
  return `<div class="counts"><span>${plural(connectors.length, 'connector')}, ${plural(tasks.length, 'task')}</span>${parts.join('')}</div>`;
}

function emptyHtml(): string {
  return '<div class="card empty"><p>No connectors yet.</p><p class="soft">Name their files on the command line, or POST them to /connectors.</p></div>';
}

function connectorHtml({ status, className, figures }: PageConnector, token: string): string {
  const { name, connector, tasks, type } = status;
  const all = [connector, ...tasks];
  const rows = tasks.map((task) => taskRowHtml({ name, task, figures: figures(task.id), token }));
  return `<section class="card${all.some(({ state }) => state === 'FAILED') ? ' failed' : ''}">
<div class="top"><div><div class="title"><h2><bdi>${escaped(name)}</bdi></h2>${stateHtml(connector.state)}</div>
<p class="soft">${escaped(type)} · <bdi>${escaped(className)}</bdi>${connector.version === undefined ? '' : ` · ${escaped(connector.version)}`}</p></div>
${formHtml({ connector: name, token }, ACTIONS)}</div>
${traceHtml(`${name} connector`, 'The connector', connector)}
${rows.length === 0 ? '<p class="soft">No tasks.</p>' : tableHtml(type === 'sink', rows)}
${tasks.map((task) => traceHtml(`${name} ${task.id}`, `Task ${task.id}`, task)).join('')}
</section>`;
}

function tableHtml(isSink: boolean, rows: readonly string[]): string {
  const names = [
    'Task',
    'State',
    isSink ? 'Read' : 'Polled',
    isSink ? 'Put' : 'Written',
    'Per second',
    'Lag',
    'Errors',
  ];
  return `<table><thead><tr>${names.map((each) => `<th scope="col">${each}</th>`).join('')}<th></th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`;
}

interface TaskRow {
  readonly name: string;
  readonly task: StateInfo & { readonly id: number };
  readonly figures: TaskFigures | undefined;
  readonly token: string;
}

function taskRowHtml({ name, task, figures, token }: TaskRow): string {
  const cells = [
    ['Task', String(task.id)],
    ['State', stateHtml(task.state)],
    ['Records in', countText(figures?.recordsIn)],
    ['Records out', countText(figures?.recordsOut)],
    ['Per second', rateText(figures?.ratePerSecond)],
    ['Lag', countText(figures?.lag)],
    ['Errors', countText(figures?.errors)],
    ['', formHtml({ connector: name, task: String(task.id), token }, ['restart'])],
  ] as const;
  return `<tr>${cells.map(([label, html]) => `<td data-name="${label}">${html}</td>`).join('')}</tr>`;
}

function formHtml(fields: Readonly<Record<string, string>>, actions: readonly string[]): string {
  const what = `${fields['connector'] ?? ''}${fields['task'] === undefined ? '' : `, task ${fields['task']}`}`;
  const hidden = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`,
  );
  const buttons = actions.map((action) => {
    const title = `${action.charAt(0).toUpperCase()}${action.slice(1)}`;
    const label = escaped(`${title} ${what}`);
    return `<button name="action" value="${action}" aria-label="${label}" data-key="${label}">${title}</button>`;
  });
  return `<form method="post" action="status-page" autocomplete="off">${hidden.join('')}${buttons.join('')}</form>`;
}

function traceHtml(key: string, what: string, { state, trace }: StateInfo): string {
  if (trace === undefined || trace === '') return '';
  const [first = ''] = trace.split('\n');
  const verb = state === 'FAILED' ? 'failed' : 'had failed';
  return `<details open data-key="${escaped(key)}"><summary>${what} ${verb}: ${escaped(first)}</summary><pre>${escaped(trace)}</pre></details>`;
}

function stateHtml(state: string, text = state): string {
  return `<span class="state ${LOOKS[state] ?? 'rest'}">${escaped(text)}</span>`;
}

function countText(count: number | undefined): string {
  return count === undefined ? '–' : count.toLocaleString('en-US');
}

function rateText(rate: number | undefined): string {
  if (rate === undefined || Number.isNaN(rate)) return '–';
  return rate.toLocaleString('en-US', { maximumFractionDigits: rate < 10 ? 1 : 0 });
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function digestOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
