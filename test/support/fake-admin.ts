/** An admin client in memory, fulfilling src/kafka/clients.ts. */
import { TopicPartitionMap, type TopicPartition } from '../../src/api/topic-partition';
import type { AclOperation, GroupMember, KafkaAdmin, NewTopic, TopicPermission } from '../../src/kafka/clients';

/** Topics and groups in memory. */
export class FakeAdmin implements KafkaAdmin {
  readonly topics = new Map<string, number>();
  readonly created: NewTopic[] = [];
  readonly configs = new Map<string, Map<string, string>>();
  readonly ends = new TopicPartitionMap<number>();
  readonly groups = new Map<string, TopicPartitionMap<number>>();
  /** What is said of topics and groups instead of "all is allowed". */
  readonly permissions = new Map<string, TopicPermission>();
  readonly groupPermissions = new Map<string, ReadonlySet<AclOperation>>();
  readonly brokerSettings = new Map<string, string>();
  tryAnswer: (topic: NewTopic) => Promise<boolean> = () => Promise.resolve(true);
  readonly members = new Map<string, GroupMember[]>();
  describeAnswer: (topic: string) => Promise<number | undefined> = (topic) => Promise.resolve(this.topics.get(topic));

  connect(): Promise<void> {
    return Promise.resolve();
  }

  clusterId(): Promise<string | null> {
    return Promise.resolve('fake-cluster');
  }

  listTopics(): Promise<ReadonlyMap<string, number>> {
    return Promise.resolve(this.topics);
  }

  describeTopic(topic: string): Promise<number | undefined> {
    return this.describeAnswer(topic);
  }

  createTopic(topic: NewTopic): Promise<boolean> {
    this.created.push(topic);
    const isNew = !this.topics.has(topic.name);
    this.topics.set(topic.name, topic.partitions);
    return Promise.resolve(isNew);
  }

  tryCreateTopic(topic: NewTopic): Promise<boolean> {
    return this.tryAnswer(topic);
  }

  topicPermissions(topics: readonly string[]): Promise<ReadonlyMap<string, TopicPermission>> {
    const plain = (topic: string): TopicPermission => {
      return { state: this.topics.has(topic) ? 'exists' : 'missing', operations: undefined };
    };
    return Promise.resolve(new Map(topics.map((topic) => [topic, this.permissions.get(topic) ?? plain(topic)])));
  }

  groupOperations(group: string): Promise<ReadonlySet<AclOperation> | undefined> {
    return Promise.resolve(this.groupPermissions.get(group));
  }

  brokerConfig(): Promise<ReadonlyMap<string, string>> {
    return Promise.resolve(this.brokerSettings);
  }

  topicConfig(topic: string): Promise<ReadonlyMap<string, string>> {
    return Promise.resolve(this.configs.get(topic) ?? new Map());
  }

  endOffsets(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<number>> {
    return Promise.resolve(
      new TopicPartitionMap(partitions.map((partition) => [partition, this.ends.get(partition) ?? 0])),
    );
  }

  listGroupOffsets(group: string): Promise<TopicPartitionMap<number>> {
    return Promise.resolve(this.groups.get(group) ?? new TopicPartitionMap());
  }

  groupMembers(group: string): Promise<readonly GroupMember[]> {
    return Promise.resolve(this.members.get(group) ?? []);
  }

  alterGroupOffsets(group: string, offsets: TopicPartitionMap<number>): Promise<void> {
    this.groups.set(group, new TopicPartitionMap([...(this.groups.get(group) ?? []), ...offsets]));
    return Promise.resolve();
  }

  deleteGroupOffsets(group: string, partitions: readonly TopicPartition[]): Promise<void> {
    for (const partition of partitions) this.groups.get(group)?.delete(partition);
    return Promise.resolve();
  }

  deleteGroup(group: string): Promise<void> {
    this.groups.delete(group);
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
