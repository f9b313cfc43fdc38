import java.util.Hashtable;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Prints the attributes of all beans of a domain, one a line: type, tags, attribute, value, with tabs between. */
public class JmxDump {
  public static void main(String[] arguments) throws Exception {
    String url = "service:jmx:rmi:///jndi/rmi://127.0.0.1:" + arguments[0] + "/jmxrmi";
    try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(url))) {
      MBeanServerConnection server = connector.getMBeanServerConnection();
      for (ObjectName bean : server.queryNames(new ObjectName(arguments[1] + ":*"), null)) dump(server, bean);
    }
  }

  private static void dump(MBeanServerConnection server, ObjectName bean) throws Exception {
    Hashtable<String, String> keys = bean.getKeyPropertyList();
    String type = keys.remove("type");
    StringJoiner tags = new StringJoiner(",");
    for (Map.Entry<String, String> tag : new TreeMap<>(keys).entrySet()) {
      String value = tag.getValue();
      tags.add(tag.getKey() + "=" + (value.startsWith("\"") ? ObjectName.unquote(value) : value));
    }
    for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean).getAttributes()) {
      Object value = server.getAttribute(bean, attribute.getName());
      System.out.println(type + "\t" + tags + "\t" + attribute.getName() + "\t" + value);
    }
  }
}
