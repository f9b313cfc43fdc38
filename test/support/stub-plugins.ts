/** Plugins that do nothing: tests extend them with what they need. */
import type { TaskConfig } from '../../src/api/connector';
import { Converter, HeaderConverter, type SchemaAndValue, type SerializedValue } from '../../src/api/converter';
import type { Props } from '../../src/api/plugin';
import { SinkConnector } from '../../src/api/sink-connector';
import { SinkTask } from '../../src/api/sink-task';
import { SourceConnector } from '../../src/api/source-connector';
import type { SourceRecord } from '../../src/api/source-record';
import { SourceTask } from '../../src/api/source-task';
import { ConfigDef } from '../../src/config/config-def';

export class StubSourceTask extends SourceTask {
  props: Props = {};

  override version(): string {
    return '1';
  }

  override start(props: Props): void {
    this.props = props;
  }

  override poll(): readonly SourceRecord[] | null | Promise<readonly SourceRecord[] | null> {
    return null;
  }

  override stop(): void {
    return undefined;
  }
}

export class StubSource extends SourceConnector {
  props: Props = {};

  override version(): string {
    return '1';
  }

  override config(): ConfigDef {
    return new ConfigDef();
  }

  override start(props: Props): void {
    this.props = props;
  }

  override taskClass(): new () => SourceTask {
    return StubSourceTask;
  }

  override taskConfigs(maxTasks: number): TaskConfig[] {
    return Array.from({ length: maxTasks }, () => ({}));
  }

  override stop(): void {
    return undefined;
  }
}

export class StubSinkTask extends SinkTask {
  props: Props = {};

  override version(): string {
    return '1';
  }

  override start(props: Props): void {
    this.props = props;
  }

  override put(): void {
    return undefined;
  }

  override stop(): void {
    return undefined;
  }
}

export class StubSink extends SinkConnector {
  props: Props = {};

  override version(): string {
    return '1';
  }

  override config(): ConfigDef {
    return new ConfigDef();
  }

  override start(props: Props): void {
    this.props = props;
  }

  override taskClass(): new () => SinkTask {
    return StubSinkTask;
  }

  override taskConfigs(maxTasks: number): TaskConfig[] {
    return Array.from({ length: maxTasks }, () => ({}));
  }

  override stop(): void {
    return undefined;
  }
}

/** Strings to their UTF-8 bytes and back. Keeps the settings that it was given. */
export class StubConverter extends Converter {
  settings: Props = {};
  isKey: boolean | undefined;

  override configure(props: Props, isKey: boolean): void {
    this.settings = props;
    this.isKey = isKey;
  }

  override fromConnectData(_topic: string, { value }: SchemaAndValue): SerializedValue | Promise<SerializedValue> {
    return value === null ? null : Buffer.from(value as string);
  }

  override toConnectData(_topic: string, bytes: Buffer | null): SchemaAndValue | Promise<SchemaAndValue> {
    return { schema: null, value: bytes?.toString() ?? null };
  }
}

/** As StubConverter, for headers. */
export class StubHeaderConverter extends HeaderConverter {
  settings: Props = {};

  override configure(props: Props): void {
    this.settings = props;
  }

  override fromConnectHeader(
    _topic: string,
    _key: string,
    { value }: SchemaAndValue,
  ): Buffer | string | null | Promise<Buffer | string | null> {
    return value as string | null;
  }

  override toConnectHeader(
    _topic: string,
    _key: string,
    bytes: Buffer | null,
  ): SchemaAndValue | Promise<SchemaAndValue> {
    return { schema: null, value: bytes?.toString() ?? null };
  }
}
