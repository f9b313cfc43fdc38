/** Owns what `check` prints: the report as JSON has it, and as text. */
import type { EnvironmentVariable } from './environment';
import type { Finding } from './findings';
import { countText, findingText } from './findings-text';
import type { ShownMessage, ShownRecord, ShownSample } from './shown-sample';
import type { AppliedSetting } from './set-options';
import { appliedText, variableText } from './winning-values';

/** What `--json` prints. */
export interface CheckReport {
  /** No errors. */
  readonly ok: boolean;
  readonly errors: number;
  readonly warnings: number;
  readonly findings: readonly Finding[];
  /** Settings of the command line and what they win over. */
  readonly settings: readonly AppliedSetting[];
  /** Environment variables of the env file, and which value of each counts. */
  readonly variables: readonly EnvironmentVariable[];
  /** One record per topic, with `--sample`. */
  readonly samples: readonly ShownSample[];
}

/** The report for people. */
export function reportText(report: CheckReport, connectors: number): string {
  const { findings, settings, variables, samples } = report;
  const sentences = [...settings.map(appliedText), ...variables.map(variableText)];
  const summary =
    findings.length === 0 ? `No findings (worker and ${connectors} connector files)` : countText(findings);
  return [...findings.map(findingText), ...samples.map(sampleText), ...sentences, summary, ''].join('\n');
}

function sampleText({ connector, topic, partition, offset, before, after, isDropped, sent }: ShownSample): string {
  const what =
    partition === null ? 'the next record of the source' : `record ${String(offset)} of ${topic}-${partition}`;
  const lines = [`${connector}: ${what}`];
  if (before !== null) {
    lines.push(`    before  ${recordText(before)}`);
    lines.push(`    after   ${isDropped ? 'dropped' : after === null ? 'refused' : recordText(after)}`);
  } else lines.push('    refused by the converters');
  if (sent !== null) lines.push(`    sent    ${messageText(sent)}`);
  else if (partition === null && after !== null) lines.push('    refused by the converters');
  return lines.join('\n');
}

function recordText({ topic, key, value }: ShownRecord): string {
  return `topic=${topic} key=${String(key)} value=${String(value)}`;
}

function messageText({ partition, headers, ...record }: ShownMessage): string {
  const header = headers.map(({ key, value }) => ` ${key}=${String(value)}`).join();
  return `${recordText(record)} partition=${partition ?? 'by key'}${header === '' ? '' : ` headers:${header}`}`;
}
