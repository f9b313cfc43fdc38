import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.sourcelab.kafka.connect.apiclient.Configuration;
import org.sourcelab.kafka.connect.apiclient.KafkaConnectClient;
import org.sourcelab.kafka.connect.apiclient.request.dto.ConnectorPluginConfigDefinition;
import org.sourcelab.kafka.connect.apiclient.request.dto.NewConnectorDefinition;
import org.sourcelab.kafka.connect.apiclient.request.post.PostConnectorRestart;

/** Calls every method of the client, in an order that makes sense, and prints a line "method: what came of it" for each. */
public class Tour {
    private static final String NAME = "tour";

    public static void main(String[] args) throws Exception {
        KafkaConnectClient client = new KafkaConnectClient(new Configuration(args[0]));
        Map<String, String> config = new TreeMap<>();
        config.put("connector.class", "FileStreamSinkConnector");
        config.put("tasks.max", "1");
        config.put("topics", args[1]);
        config.put("file", args[2]);

        say("getConnectServerVersion", () -> client.getConnectServerVersion().getVersion());
        say("getConnectServerVersion.clusterId", () -> client.getConnectServerVersion().getKafkaClusterId());
        say("addConnector", () -> client.addConnector(new NewConnectorDefinition(NAME, config)).getConfig());
        await(() -> client.getConnectorStatus(NAME).getTasks().stream().anyMatch(task -> task.getState().equals("RUNNING")));
        say("getConnectors", client::getConnectors);
        say("getConnector", () -> client.getConnector(NAME).getType());
        say("getConnectorConfig", () -> new TreeMap<>(client.getConnectorConfig(NAME)));
        say("getConnectorStatus", () -> client.getConnectorStatus(NAME).getConnector().get("state"));
        say("getConnectorTasks", () -> client.getConnectorTasks(NAME).size());
        say("getConnectorTaskStatus", () -> client.getConnectorTaskStatus(NAME, 0).getState());
        await(() -> !client.getConnectorTopics(NAME).getTopics().isEmpty());
        say("getConnectorTopics", () -> client.getConnectorTopics(NAME).getTopics());
        say("resetConnectorTopics", () -> client.resetConnectorTopics(NAME));
        say("getConnectorsWithExpandedStatus", () -> client.getConnectorsWithExpandedStatus().getConnectorNames());
        say("getConnectorsWithExpandedInfo", () -> client.getConnectorsWithExpandedInfo().getConnectorNames());
        say("getConnectorsWithAllExpandedMetadata", () ->
            client.getConnectorsWithAllExpandedMetadata().getDefinitionForConnector(NAME).getConfig().get("file").equals(args[2]));
        say("pauseConnector", () -> client.pauseConnector(NAME));
        await(() -> client.getConnectorStatus(NAME).getConnector().get("state").equals("PAUSED"));
        say("resumeConnector", () -> client.resumeConnector(NAME));
        await(() -> client.getConnectorStatus(NAME).getConnector().get("state").equals("RUNNING"));
        say("restartConnector", () -> client.restartConnector(NAME));
        say("restartConnector with tasks", () ->
            client.restartConnector(new PostConnectorRestart(NAME).withIncludeTasks(true).withOnlyFailed(false)));
        await(() -> client.getConnectorStatus(NAME).getTasks().stream().anyMatch(task -> task.getState().equals("RUNNING")));
        say("restartConnectorTask", () -> client.restartConnectorTask(NAME, 0));
        config.put("tasks.max", "2");
        say("updateConnectorConfig", () -> client.updateConnectorConfig(NAME, config).getConfig().get("tasks.max"));
        await(() -> client.getConnectorTasks(NAME).size() == 2);
        TreeSet<String> plugins = new TreeSet<>();
        client.getConnectorPlugins().forEach(plugin -> plugins.add(plugin.getClassName()));
        say("getConnectorPlugins", () -> plugins.contains("org.apache.kafka.connect.file.FileStreamSinkConnector"));
        config.put("name", NAME);
        say("validateConnectorPluginConfig", () -> client.validateConnectorPluginConfig(
            new ConnectorPluginConfigDefinition("FileStreamSinkConnector", config)).getErrorCount());
        say("deleteConnector", () -> client.deleteConnector(NAME));
        say("getConnectors at the end", client::getConnectors);
        say("getConnector of none", () -> client.getConnector(NAME));
    }

    private static void say(String what, Callable<?> call) {
        String outcome;
        try {
            outcome = String.valueOf(call.call());
        } catch (Exception e) {
            outcome = e.getClass().getSimpleName();
        }
        System.out.println(what + ": " + outcome);
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!condition.call()) {
            if (System.nanoTime() > deadline) throw new IllegalStateException("waited in vain");
            Thread.sleep(50);
        }
    }
}
